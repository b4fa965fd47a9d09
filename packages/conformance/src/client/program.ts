import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NotJudged } from "../checks/failure.ts";

/** Most output that is kept; a program that writes more is ended. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
/** Most memory of a program with all its children, and the time between two looks at it. Linux alone tells it. */
const MAX_MEMORY_BYTES = 1024 * 1024 * 1024;
const MEMORY_INTERVAL_MS = 250;

/** Time in which the last output of a program comes that has ended, in milliseconds. */
const OUTPUT_LAG_MS = 2_000;

/** The few calls of a pseudo terminal that are used. */
interface Terminal {
  readonly pid: number;
  onData(listener: (text: string) => void): void;
  onExit(listener: () => void): void;
  write(text: string): void;
}

/** A program of somebody else: without a shell, in a process group of its own, with a home of its own and limits. */
export class Program implements AsyncDisposable {
  /** Its output, by stream; a terminal has one. */
  readonly output = { stdout: "", stderr: "" };
  /** The reason why the kit ended it, or its own end; `null` while it runs. */
  ending: string | null = null;
  /** False when there is no such program. */
  isThere = true;
  onChange: () => void = () => undefined;
  readonly #home = mkdtempSync(join(tmpdir(), "chat-conformance-"));
  #pid = 0;
  #type: (text: string) => void = () => undefined;
  /** The programs that run, and the timer that looks at the memory of all of them together. */
  static readonly #running = new Set<Program>();
  static #watch: NodeJS.Timeout | undefined;

  /** @param command the program and its arguments */
  static async start(command: readonly string[], needsTerminal: boolean): Promise<Program> {
    const program = new Program();
    Program.#running.add(program);
    Program.#watch ??= setInterval(() => Program.#checkMemory(), MEMORY_INTERVAL_MS).unref();
    const [file = "", ...args] = command;
    const env = { PATH: process.env.PATH ?? "", HOME: program.#home, LANG: "C.UTF-8", TERM: "xterm-256color" };
    if (needsTerminal) program.#attachTerminal(await openTerminal(file, args, env));
    else program.#attachPipes(spawn(file, args, { detached: true, env, stdio: "pipe" }));
    return program;
  }

  /** Types a line, as a person does who then presses Enter. */
  typeLine(line: string): void {
    this.#type(`${line}\n`);
  }

  /** Ends the program with everything that it has started. */
  async [Symbol.asyncDispose](): Promise<void> {
    Program.#running.delete(this);
    this.#kill("ended by the kit");
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 3 });
  }

  #attachPipes(child: ChildProcess): void {
    this.#pid = child.pid ?? 0;
    child.stdin?.on("error", () => undefined);
    for (const stream of ["stdout", "stderr"] as const)
      child[stream]?.setEncoding("utf8").on("data", (text: string) => this.#take(stream, text));
    child.on("error", ({ message }) => {
      this.isThere = false;
      this.#ended(`it could not be started: ${message}`);
    });
    const end = (code: number | null, signal: string | null) =>
      this.#ended(`it ended with ${signal ?? `code ${code}`}`);
    // At "close" its last output has come. A child of its own may keep the output open.
    child.on("close", end).on("exit", (...how) => void setTimeout(end, OUTPUT_LAG_MS, ...how).unref());
    this.#type = (text) => void child.stdin?.write(text);
  }

  #attachTerminal(terminal: Terminal): void {
    this.#pid = terminal.pid;
    terminal.onData((text) => this.#take("stdout", text));
    terminal.onExit(() => this.#ended("it ended"));
    this.#type = (text) => terminal.write(text.replaceAll("\n", "\r"));
  }

  #take(stream: "stdout" | "stderr", text: string): void {
    this.output[stream] += text;
    if (this.output[stream].length > MAX_OUTPUT_BYTES)
      this.#kill(`it wrote more than ${MAX_OUTPUT_BYTES} bytes to ${stream}`);
    this.onChange();
  }

  #ended(reason: string): void {
    this.ending ??= reason;
    this.onChange();
  }

  #kill(reason: string): void {
    this.#ended(reason);
    try {
      // The group: the program may have started others.
      if (this.#pid > 0) process.kill(-this.#pid, "SIGKILL");
    } catch {
      // All of it has ended already.
    }
  }

  static #checkMemory(): void {
    if (process.platform !== "linux" || Program.#running.size === 0) return;
    const memory = memoryOfGroups();
    for (const program of Program.#running)
      if ((memory.get(program.#pid) ?? 0) > MAX_MEMORY_BYTES)
        program.#kill(`it took more than ${MAX_MEMORY_BYTES} bytes of memory`);
  }
}

async function openTerminal(file: string, args: string[], env: Record<string, string>): Promise<Terminal> {
  const pty = await import("@lydell/node-pty").catch(() => null);
  if (!pty) throw new NotJudged("the program needs a terminal: install @lydell/node-pty beside the kit");
  return pty.spawn(file, args, { name: "xterm-256color", cols: 100, rows: 30, env });
}

/** Returns the memory of each process group, in bytes. */
function memoryOfGroups(): ReadonlyMap<number, number> {
  const memory = new Map<number, number>();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      // Behind the name in parentheses: state, parent, group; 22 fields after the state is the resident memory.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      const [group, pages] = [Number(fields[2]), Number(fields[21])];
      memory.set(group, (memory.get(group) ?? 0) + pages * 4_096);
    } catch {
      // It has ended meanwhile.
    }
  }
  return memory;
}
