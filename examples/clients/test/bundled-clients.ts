import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

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
  /** Returns what to run; what has to be built first goes into the work folder. */
  readonly prepare: (workFolder: string) => readonly [string, ...string[]];
  /** Method by which it finds the messages in the stream. */
  readonly framing: "by read" | "by line" | "by braces";
  /** True when it notices by itself that the server has gone, and decodes the escapes of JSON. The shell does neither. */
  readonly isProgram: boolean;
}

export const bundledClients: readonly BundledClient[] = [
  {
    name: "python-recv",
    toolchain: "python3",
    probe: ["python3", "--version"],
    probeAnswer: /Python 3/,
    prepare: () => ["python3", join(clientsFolder, "python-recv/chat_client.py")],
    framing: "by read",
    isProgram: true,
  },
  {
    name: "python-framed",
    toolchain: "python3",
    probe: ["python3", "--version"],
    probeAnswer: /Python 3/,
    prepare: () => ["python3", join(clientsFolder, "python-framed/chat_client.py")],
    framing: "by braces",
    isProgram: true,
  },
  {
    name: "java",
    toolchain: "a JDK (java and javac)",
    probe: ["javac", "-version"],
    probeAnswer: /javac \d/,
    prepare: () => ["java", join(clientsFolder, "java/ChatClient.java")],
    framing: "by line",
    isProgram: true,
  },
  {
    name: "c",
    toolchain: "cc",
    probe: ["cc", "--version"],
    probeAnswer: /./,
    prepare: (workFolder) => {
      const program = join(workFolder, "chat_client");
      execFileSync("cc", ["-o", program, join(clientsFolder, "c/chat_client.c")]);
      return [program];
    },
    framing: "by braces",
    isProgram: true,
  },
  {
    name: "nc",
    toolchain: "nc with -N (netcat-openbsd)",
    probe: ["nc", "-h"],
    probeAnswer: /-N\s+Shutdown/,
    prepare: () => ["sh", join(clientsFolder, "nc/chat.sh")],
    framing: "by line",
    isProgram: false,
  },
];

export function isInstalled({ probe: [program, argument], probeAnswer }: BundledClient): boolean {
  const { error, stdout, stderr } = spawnSync(program, [argument], { encoding: "utf8" });
  return error === undefined && probeAnswer.test(`${stdout}${stderr}`);
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
