import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const clientsFolder = join(import.meta.dirname, "..");

/** One of the clients beside this folder, and what can be expected of it. */
export interface BundledClient {
  readonly name: string;
  /** Programs that it needs on the machine. */
  readonly toolchain: string;
  /** Asks the toolchain for a sign of life. */
  readonly probe: readonly [program: string, argument: string];
  /** Output of the probe when the toolchain is the right one. */
  readonly probeAnswer: RegExp;
  /** Returns what to run; what has to be built is built first, once for each version of its source. */
  readonly prepare: () => Promise<readonly [string, ...string[]]>;
  /** Method by which it finds the messages in the stream. */
  readonly framing: "by read" | "by line" | "by braces";
  /** True when it decodes the escapes of JSON, makes text harmless and reconnects. The shell does nothing of that. */
  readonly isProgram: boolean;
}

const python = {
  toolchain: "python3",
  probe: ["python3", "--version"],
  probeAnswer: /Python 3/,
  isProgram: true,
} as const;

export const bundledClients: readonly BundledClient[] = [
  {
    ...python,
    name: "python-recv",
    prepare: async () => ["python3", sourceOf("python-recv/chat_client.py")],
    framing: "by read",
  },
  {
    ...python,
    name: "python-framed",
    prepare: async () => ["python3", sourceOf("python-framed/chat_client.py")],
    framing: "by braces",
  },
  {
    name: "java",
    toolchain: "a JDK (java and javac)",
    probe: ["javac", "-version"],
    probeAnswer: /javac \d/,
    prepare: async () => {
      const classes = await build("java/ChatClient.java", (source, target) => ["javac", "-d", target, source]);
      return ["java", "-XX:TieredStopAtLevel=1", "-cp", classes, "ChatClient"];
    },
    framing: "by line",
    isProgram: true,
  },
  {
    name: "c",
    toolchain: "cc",
    probe: ["cc", "--version"],
    probeAnswer: /./,
    prepare: async () => [await build("c/chat_client.c", (source, target) => ["cc", "-o", target, source])],
    framing: "by braces",
    isProgram: true,
  },
  {
    name: "go",
    toolchain: "go",
    probe: ["go", "version"],
    probeAnswer: /go version go1/,
    prepare: async () => [await build("go/chat_client.go", (source, target) => ["go", "build", "-o", target, source])],
    framing: "by line",
    isProgram: true,
  },
  {
    name: "rust",
    toolchain: "rustc",
    probe: ["rustc", "--version"],
    probeAnswer: /rustc 1/,
    prepare: async () => [
      await build("rust/chat_client.rs", (source, target) => ["rustc", "--edition=2021", "-o", target, source]),
    ],
    framing: "by line",
    isProgram: true,
  },
  {
    name: "php",
    toolchain: "php",
    probe: ["php", "--version"],
    probeAnswer: /PHP 8/,
    prepare: async () => ["php", sourceOf("php/chat_client.php")],
    framing: "by line",
    isProgram: true,
  },
  {
    name: "javascript",
    toolchain: "node",
    probe: ["node", "--version"],
    probeAnswer: /v\d/,
    prepare: async () => ["node", sourceOf("javascript/chat-client.mjs")],
    framing: "by braces",
    isProgram: true,
  },
  {
    name: "nc",
    toolchain: "nc with -N (netcat-openbsd)",
    probe: ["nc", "-h"],
    probeAnswer: /-N\s+Shutdown/,
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

/** What was found out about the toolchains, since several files of tests ask. */
const installed = new Map<string, boolean>();

function isInstalled({ toolchain, probe: [program, argument], probeAnswer }: BundledClient): boolean {
  const known = installed.get(toolchain);
  if (known !== undefined) return known;
  const { error, stdout, stderr } = spawnSync(program, [argument], { encoding: "utf8" });
  const isThere = error === undefined && probeAnswer.test(`${stdout}${stderr}`);
  installed.set(toolchain, isThere);
  return isThere;
}

/**
 * Finds a client by its name, and whether it can be run: when its toolchain is missing, says what is not tested then.
 * Where toolchains are required, it has to run.
 */
export function findClient(clientName: string, whatIsNotTested: string): { client: BundledClient; canRun: boolean } {
  const client = bundledClients.find(({ name }) => name === clientName);
  if (client === undefined) throw new Error(`There is no client called ${clientName}.`);
  const canRun = process.env.CHAT_REQUIRE_TOOLCHAINS === "1" || isInstalled(client);
  if (!canRun) console.warn(`${whatIsNotTested} is not tested: ${client.toolchain} is not installed.`);
  return { client, canRun };
}
