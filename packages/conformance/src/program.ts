import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { displayText } from "@chat/protocol";
import type { IBasePtyForkOptions, IPty } from "@lydell/node-pty";
import { NotJudged } from "./checks/failure.ts";

/** Most output of a program, which is ended when it writes more; of a longer one so much is kept. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
/** Most memory of a program with all its children, and the time between two looks at it. Linux alone tells it. */
const MAX_MEMORY_BYTES = 1024 * 1024 * 1024;
const MEMORY_INTERVAL_MS = 250;

/** Programs that it has started may still write for a moment after its end. */
const HOW_TO_REMOVE = { recursive: true, force: true, maxRetries: 3 };

/** Time in which the last output of a program comes that has ended, in milliseconds. */
const OUTPUT_LAG_MS = 2_000;

/** The programs that run. Their groups are not that of the terminal, so that Ctrl+C reaches the kit alone. */
const running = new Set<Program>();
/** One look at the memory of all programs takes as long as one at that of a single one. */
setInterval(checkMemory, MEMORY_INTERVAL_MS).unref();
process.on("exit", () => {
  for (const program of running) program.endNow();
});

interface StartOptions {
  /** The words that replace `{word}` in the command. */
  readonly words?: Readonly<Record<string, string>>;
  readonly needsTerminal?: boolean;
  /** The folder that it runs in; without it that of the kit. */
  readonly folder?: string | undefined;
  /**
   * Most that it may write.
   * @default 4 MiB
   */
  readonly maxOutputBytes?: number;
}

/** A program of somebody else: without a shell, in a process group of its own, with a home of its own and limits. */
export class Program implements AsyncDisposable {
  /** Its output, by stream; a terminal has one. */
  readonly output = { stdout: "", stderr: "" };
  /** The way in which it ended, in words that follow "the program"; `null` while it runs. */
  ending: string | null = null;
  /** False when there is no such program. */
  isThere = true;
  /** The number of lines that it has not taken from its input yet. A terminal takes each at once. */
  untakenLines = 0;
  onChange: () => void = () => undefined;
  readonly #home = mkdtempSync(join(tmpdir(), "chat-conformance-"));
  readonly #maxOutputBytes: number;
  #outputBytes = 0;
  #pid = 0;
  #type: (text: string) => void = () => undefined;
  #close: () => void = () => undefined;

  private constructor(maxOutputBytes: number) {
    this.#maxOutputBytes = maxOutputBytes;
    running.add(this);
  }

  /**
   * Starts a program.
   *
   * @param command the program and its arguments
   * @throws {NotJudged} when it needs a terminal and the kit has none
   */
  static async start(
    command: readonly string[],
    { words = {}, needsTerminal = false, folder: cwd, maxOutputBytes = MAX_OUTPUT_BYTES }: StartOptions = {},
  ): Promise<Program> {
    const program = new Program(maxOutputBytes);
    const [file = "", ...args] = command.map((part) => fillWords(part, words));
    const env = { PATH: process.env.PATH ?? "", HOME: program.#home, LANG: "C.UTF-8", TERM: "xterm-256color" };
    try {
      if (needsTerminal) program.#attachTerminal(await openTerminal(file, args, { env, ...(cwd && { cwd }) }));
      else program.#attachPipes(spawn(file, args, { detached: true, env, cwd, stdio: "pipe" }));
      return program;
    } catch (error) {
      await program[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Types a line, as a person does who then presses Enter. */
  typeLine(line: string): void {
    this.#type(`${line}\n`);
  }

  /** Says whether it runs, and if not, how it ended and what it said last; safe to show. */
  describe(): string {
    if (this.ending === null) return "The program runs.";
    const words = this.output.stderr.trim().slice(-1_000);
    return `The program ${this.ending}.${words === "" ? "" : ` Its last words: "${displayText(words)}"`}`;
  }

  /** Ends the program with everything that it has started. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#endAll();
    // A program can make its home such that it can't be removed: that is no reason to stop.
    await rm(this.#home, HOW_TO_REMOVE).catch(() => undefined);
  }

  /** The same at once, when the kit itself ends. */
  endNow(): void {
    this.#endAll();
    try {
      rmSync(this.#home, HOW_TO_REMOVE);
    } catch {
      // As above.
    }
  }

  #endAll(): void {
    this.#kill("was ended by the kit");
    endDaemons(this.#home);
    this.#close();
    running.delete(this);
  }

  #attachPipes(child: ChildProcess): void {
    this.#pid = child.pid ?? 0;
    child.stdin?.on("error", () => undefined);
    for (const stream of ["stdout", "stderr"] as const)
      child[stream]?.setEncoding("utf8").on("data", (text: string) => this.#take(stream, text));
    child.on("error", ({ message }) => {
      this.isThere = false;
      this.#ended(`could not be started: ${message}`);
    });
    const end = (code: number | null, signal: string | null) => this.#ended(`ended with ${signal ?? `code ${code}`}`);
    // At "close" its last output has come. A child of its own may keep the output open.
    child.on("close", end).on("exit", (...how) => void setTimeout(end, OUTPUT_LAG_MS, ...how).unref());
    this.#type = (text) => {
      this.untakenLines += 1;
      child.stdin?.write(text, () => {
        this.untakenLines -= 1;
        this.onChange();
      });
    };
    // Who has left its group and its home keeps the pipes open, and the kit would wait for that.
    this.#close = () => {
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.destroy();
    };
  }

  #attachTerminal(terminal: IPty): void {
    this.#pid = terminal.pid;
    terminal.onData((text) => this.#take("stdout", text));
    terminal.onExit(() => this.#ended("ended"));
    this.#type = (text) => terminal.write(text.replaceAll("\n", "\r"));
  }

  #take(stream: "stdout" | "stderr", text: string): void {
    const kept = this.output[stream] + text;
    // Only now and then, since it copies.
    this.output[stream] = kept.length > 2 * MAX_OUTPUT_BYTES ? kept.slice(-MAX_OUTPUT_BYTES) : kept;
    this.#outputBytes += text.length;
    if (this.#outputBytes > this.#maxOutputBytes)
      this.#kill(`was ended by the kit: it wrote more than ${this.#maxOutputBytes} bytes to ${stream}`);
    this.onChange();
  }

  #ended(reason: string): void {
    this.ending ??= reason;
    this.onChange();
  }

  #kill(reason: string): void {
    this.#ended(reason);
    // The group: the program may have started others.
    if (this.#pid > 0) endProcess(-this.#pid);
  }

  /** Ends it when it takes too much memory, of all that process groups take. */
  limitMemory(memory: ReadonlyMap<number, number>): void {
    if ((memory.get(this.#pid) ?? 0) > MAX_MEMORY_BYTES)
      this.#kill(`was ended by the kit: it took more than ${MAX_MEMORY_BYTES} bytes of memory`);
  }
}

/** Puts words into a text that has them as `{word}`; what is no word stays. */
export function fillWords(text: string, words: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, word: string) =>
    Object.hasOwn(words, word) ? (words[word] ?? whole) : whole,
  );
}

async function openTerminal(file: string, args: string[], options: IBasePtyForkOptions): Promise<IPty> {
  const pty = await import("@lydell/node-pty").catch(() => null);
  if (!pty) throw new NotJudged("the program needs a terminal: install @lydell/node-pty beside the kit");
  return pty.spawn(file, args, { name: "xterm-256color", cols: 100, rows: 30, ...options });
}

function checkMemory(): void {
  if (running.size === 0) return;
  const memory = memoryOfGroups();
  for (const program of running) program.limitMemory(memory);
}

/** Returns the memory of each process group, in bytes. */
function memoryOfGroups(): ReadonlyMap<number, number> {
  const memory = new Map<number, number>();
  for (const [, stat] of readProcesses("stat")) {
    // Behind the name in parentheses: state, parent, group; 22 fields after the state is the resident memory.
    const fields = stat.split(") ").at(-1)?.split(" ") ?? [];
    const [group, pages] = [Number(fields[2]), Number(fields[21])];
    memory.set(group, (memory.get(group) ?? 0) + pages * 4_096);
  }
  return memory;
}

/** Ends what a program has started that has left its group: it has the program's home all the same. */
function endDaemons(home: string): void {
  for (const [pid, environment] of readProcesses("environ"))
    if (environment.split("\0").includes(`HOME=${home}`)) endProcess(pid);
}

/** Reads a file of every process. Linux alone has them. */
function* readProcesses(file: "stat" | "environ"): Generator<readonly [pid: number, text: string]> {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc")) {
    try {
      if (/^\d+$/.test(pid)) yield [Number(pid), readFileSync(`/proc/${pid}/${file}`, "latin1")];
    } catch {
      // It has ended meanwhile, or belongs to somebody else.
    }
  }
}

/** Ends a process at once, or with a negative number a group of them. */
function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
