import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MAX_MESSAGE_BYTES } from "@chat/protocol";

/** Nano shows how to leave it, which many don't know of vi. */
const USUAL_EDITORS = 'for each in nano vi; do command -v "$each" >/dev/null && exec "$each" "$1"; done; exit 127';

/** The exit code of a shell that did not find a program. */
const NOT_FOUND = 127;

/**
 * Lets the user change a text in an editor that uses the terminal of this process. Nobody else can read its file, which is
 * removed afterwards.
 *
 * @throws an error whose message says in a sentence why there is no other text
 */
export async function editOutside(text: string, environment = process.env): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chat-"));
  const path = join(folder, "message.txt");
  let isKept = false;
  try {
    await writeFile(path, text === "" ? "" : `${text}\n`, { mode: 0o600 });
    await runEditor(path, environment);
    // Editors end the last line, too.
    const edited = (await readFile(path, "utf8")).replaceAll("\r\n", "\n").replace(/\n+$/, "");
    const bytes = Buffer.byteLength(edited);
    // At the prompt each key would lay all of it out again.
    isKept = bytes > MAX_MESSAGE_BYTES;
    if (isKept)
      throw new Error(`The text has ${bytes} bytes, and a message less than ${MAX_MESSAGE_BYTES}. It is in ${path}`);
    return edited;
  } finally {
    if (!isKept) await rm(folder, { recursive: true, force: true });
  }
}

async function runEditor(path: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const command = environment.VISUAL || environment.EDITOR;
  // As for other programs, the variable is a command of the shell: it may have options.
  const script = command ? `${command} "$1"` : USUAL_EDITORS;
  const editor = spawn("/bin/sh", ["-c", script, "sh", path], { stdio: "inherit", env: environment });
  const [code, killedBy] = await once(editor, "close");
  if (code === 0) return;
  if (code === NOT_FOUND && !command) throw new Error("There is no editor. Set EDITOR to one, such as EDITOR=nano.");
  const end = code === NOT_FOUND ? "was not found" : `ended with ${killedBy ?? `exit code ${code}`}`;
  throw new Error(`The editor (${command ?? "nano or vi"}) ${end}: the text stays as it was.`);
}
