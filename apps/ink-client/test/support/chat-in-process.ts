import type { ReadStream, WriteStream } from "node:tty";
import { readCommandLine } from "@chat/command-line";
import { TerminalProgram, TerminalStreams } from "@chat/testing/terminal";
import { chatCommand } from "../../src/chat-command.ts";
import { runTerminal } from "../../src/run-terminal.tsx";

/** The chat in a terminal, but in the process of the test: it starts in no time, and remembers nothing. */
export class ChatInProcess extends TerminalProgram implements AsyncDisposable {
  /** The exit code. */
  readonly exited: Promise<number>;
  readonly #stdin: TerminalStreams["stdin"];

  constructor(args: readonly string[], columns: number) {
    super({ columns });
    const commandLine = readCommandLine(chatCommand, args, {});
    if (commandLine.kind !== "run") throw new Error(`The chat does not run with ${args.join(" ")}.`);
    const { stdin, stdout } = new TerminalStreams(this.terminal);
    this.#stdin = stdin;
    // The chat uses what these have in common with the streams of a process.
    const streams = { stdin: stdin as unknown as ReadStream, stdout: stdout as unknown as WriteStream };
    this.exited = this.#run(runTerminal(commandLine.options, streams as typeof process));
  }

  /** Closes the terminal, and waits until the chat has left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stdin.end();
    await this.exited;
    this.terminal[Symbol.dispose]();
  }

  protected override write(text: string): void {
    if (this.exitCode === undefined) this.#stdin.type(text);
  }

  async #run(running: Promise<number>): Promise<number> {
    const code = await running;
    this.end(code);
    return code;
  }
}
