import { PassThrough, Writable } from "node:stream";
import { readCommandLine } from "@chat/command-line";
import { chatCommand } from "../../src/chat-command.ts";
import { runPlain } from "../../src/plain/run-plain.ts";

/** The plain mode in the process of the test: it starts in no time. */
export class PlainInProcess {
  readonly input = new PassThrough();
  /** All of its output so far. */
  output = "";
  /** All that it has reported so far. */
  errors = "";
  /** The exit code. */
  readonly exited: Promise<number>;
  readonly #leaving = new AbortController();

  constructor(args: readonly string[]) {
    const commandLine = readCommandLine(chatCommand, ["--plain", ...args], {});
    if (commandLine.kind !== "run") throw new Error(`The chat does not run with ${args.join(" ")}.`);
    const output = collect((text) => {
      this.output += text;
    });
    const errorOutput = collect((text) => {
      this.errors += text;
    });
    this.exited = runPlain(commandLine.options, { input: this.input, output, errorOutput }, this.#leaving.signal);
  }

  /** Leaves the chat, as on a signal. */
  leave(): void {
    this.#leaving.abort();
  }
}

function collect(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, callback) {
      take(`${chunk}`);
      callback();
    },
  });
}
