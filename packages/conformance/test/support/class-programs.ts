import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ADDRESS, pathOf, programPath, python } from "./judge-client.ts";

const peers = (file: string) => pathOf(`../../../../internal/broken-peers/${file}`);
const examples = (file: string) => pathOf(`../../../../examples/clients/${file}`);
const BROKEN = { recipe: { direct: "@{to} {text}", request: "{to}", shows: "stdout" } };
const EXAMPLE = { recipe: pathOf("../../recipes/example-clients.json") };

/** Programs that behave: some keep the contract, and some break it. Their verdicts depend on nobody else. */
const behaved = [
  client("Right", python(examples("python-framed/chat_client.py")), EXAMPLE),
  client("First style", python(programPath("takes-at-name.py")), {
    recipe: pathOf("../../recipes/takes-at-name.json"),
  }),
  client("Forged", [...python(peers("clients/client-08.py")), ...ADDRESS, "-"], BROKEN),
  server("Right", ["python3", "chat_server.py", "--port", "{port}"], { folder: peers("servers") }),
  server("One key more", [...python(peers("servers/adds_key.py")), "--port", "{port}"]),
  client(
    "At home",
    [...python(programPath("writes-home.py")), ...python(examples("python-framed/chat_client.py"))],
    EXAMPLE,
  ),
];

/** Programs that would harm who judges them without care. */
const wild = [
  client("Crashes", ["node", "-e", "throw new Error('=1+1')"]),
  client("Hangs", python(programPath("hangs.py"))),
  client("Floods the output", python(programPath("floods-output.py"))),
  client("Floods", python(programPath("floods-connection.py"))),
  server("Floods", [...python(programPath("floods-everyone.py")), "{port}"]),
  server("Crashes", ["python3", "-c", "raise SystemExit('no')", "{port}"]),
  client("Is not there", ["no-such-program-here"]),
];

function client(group: string, command: readonly string[], more: object = {}) {
  return { group, kind: "client", command: command.includes("{port}") ? command : [...command, ...ADDRESS], ...more };
}

function server(group: string, command: readonly string[], more: object = {}) {
  return { group, kind: "server", command, ...more };
}

/** A folder with the file of a class, which is removed afterwards. */
export class ClassFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "class-"));
  readonly file = join(this.path, "groups.json");

  /** Writes the file of a class. */
  write(programs: unknown): string {
    writeFileSync(this.file, JSON.stringify({ programs }));
    return this.file;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

export const classPrograms = { behaved, all: [...wild.slice(0, 4), ...behaved, ...wild.slice(4)] };
