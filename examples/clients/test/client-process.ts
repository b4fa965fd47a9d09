import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { LineLog } from "./line-log.ts";

/** A client as a newcomer runs it: a program with a standard input and output, and an exit code. */
export class ClientProcess implements AsyncDisposable {
  readonly output: LineLog;
  /** Its words to its user beside the messages. */
  readonly errors: LineLog;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown[]>;

  constructor([program, ...programArguments]: readonly [string, ...string[]], port: number, name: string) {
    this.#child = spawn(program, [...programArguments, "127.0.0.1", String(port), name]);
    this.#closed = once(this.#child, "close");
    this.output = new LineLog(this.#child.stdout);
    this.errors = new LineLog(this.#child.stderr);
    // A client that has gone no longer reads: its exit code tells what happened.
    this.#child.stdin.on("error", () => undefined);
  }

  type(...lines: string[]): void {
    for (const line of lines) this.#child.stdin.write(`${line}\n`);
  }

  /** Ends its input, after a last line that lacks its own end. */
  endInput(lastLine = ""): void {
    this.#child.stdin.end(lastLine);
  }

  /** Waits until it has gone. */
  async exitCode(): Promise<number | null> {
    await this.#closed;
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    this.#child.kill("SIGKILL");
    await this.#closed;
  }
}
