import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findToolchainProblem, type LanguageName, languages } from "@chat/broken-peers";

const run = promisify(execFile);
const clientsFolder = join(import.meta.dirname, "..");

/** One of the clients beside this folder, and what can be expected of it. */
export interface BundledClient {
  readonly name: string;
  readonly language: LanguageName;
  /** Returns what to run; what has to be built is built first, once for each version of its source. */
  readonly prepare: () => Promise<readonly [string, ...string[]]>;
  /** Method by which it finds the messages in the stream. */
  readonly framing: "by read" | "by line" | "by braces";
  /** True when it decodes the escapes of JSON, makes text harmless and reconnects. The shell does nothing of that. */
  readonly isProgram: boolean;
}

export const bundledClients: readonly BundledClient[] = [
  {
    name: "python-recv",
    language: "python",
    prepare: async () => languages.python.prepare(sourceOf("python-recv/chat_client.py")),
    framing: "by read",
    isProgram: true,
  },
  {
    name: "python-framed",
    language: "python",
    prepare: async () => languages.python.prepare(sourceOf("python-framed/chat_client.py")),
    framing: "by braces",
    isProgram: true,
  },
  {
    name: "java",
    language: "java",
    prepare: async () => {
      const classes = await build("java/ChatClient.java", (source, target) => ["javac", "-d", target, source]);
      return ["java", "-XX:TieredStopAtLevel=1", "-cp", classes, "ChatClient"];
    },
    framing: "by line",
    isProgram: true,
  },
  {
    name: "c",
    language: "c",
    prepare: async () => [await build("c/chat_client.c", (source, target) => ["cc", "-o", target, source])],
    framing: "by braces",
    isProgram: true,
  },
  {
    name: "go",
    language: "go",
    prepare: async () => [await build("go/chat_client.go", (source, target) => ["go", "build", "-o", target, source])],
    framing: "by line",
    isProgram: true,
  },
  {
    name: "rust",
    language: "rust",
    prepare: async () => [
      await build("rust/chat_client.rs", (source, target) => ["rustc", "--edition=2021", "-o", target, source]),
    ],
    framing: "by line",
    isProgram: true,
  },
  {
    name: "php",
    language: "php",
    prepare: async () => ["php", sourceOf("php/chat_client.php")],
    framing: "by line",
    isProgram: true,
  },
  {
    name: "javascript",
    language: "javascript",
    prepare: async () => ["node", sourceOf("javascript/chat-client.mjs")],
    framing: "by braces",
    isProgram: true,
  },
  {
    name: "nc",
    language: "sh",
    prepare: async () => ["sh", sourceOf("nc/chat.sh")],
    framing: "by line",
    isProgram: false,
  },
];

function sourceOf(file: string): string {
  return join(clientsFolder, file);
}

/**
 * Builds a client into a folder for temporary files, which keeps it for the next run: the folder is named by the source and the
 * command. A build takes a name of its own until it is complete, so that two runs at the same time don't meet.
 */
async function build(
  file: string,
  command: (source: string, target: string) => readonly [string, ...string[]],
): Promise<string> {
  const source = sourceOf(file);
  const hash = createHash("sha256").update(readFileSync(source)).update(command("", "").join(" ")).digest("hex");
  const folder = join(tmpdir(), "chat-example-clients");
  const target = join(folder, `${file.replace(/\W/g, "-")}-${hash.slice(0, 16)}`);
  if (existsSync(target)) return target;
  mkdirSync(folder, { recursive: true });
  const unfinished = join(mkdtempSync(join(folder, "build-")), "client");
  const [program, ...programArguments] = command(source, unfinished);
  await run(program, programArguments, { env: { GOCACHE: join(folder, "go-cache"), ...process.env } });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    // Another run was quicker.
    if (!existsSync(target)) throw error;
  }
  return target;
}

/**
 * Finds a client by its name, and whether it can be run: when its toolchain is missing, says what is not tested then.
 * Where toolchains are required, it has to run.
 */
export function findClient(clientName: string, whatIsNotTested: string): { client: BundledClient; canRun: boolean } {
  const client = bundledClients.find(({ name }) => name === clientName);
  if (client === undefined) throw new Error(`There is no client called ${clientName}.`);
  const problem = process.env.CHAT_REQUIRE_TOOLCHAINS === "1" ? null : findToolchainProblem(client.language);
  if (problem !== null) console.warn(`${whatIsNotTested} is not tested: ${problem}.`);
  return { client, canRun: problem === null };
}
