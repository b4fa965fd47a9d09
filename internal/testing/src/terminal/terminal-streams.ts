import { PassThrough, Writable } from "node:stream";
import type { VirtualTerminal } from "./virtual-terminal.ts";

/** The two ends of a virtual terminal as a program in the same process sees them: a standard output and a standard input. */
export class TerminalStreams {
  readonly stdout: TerminalOutput;
  readonly stdin: TerminalInput;

  constructor(terminal: VirtualTerminal) {
    this.stdout = new TerminalOutput(terminal);
    this.stdin = new TerminalInput();
    terminal.onAnswer((answer) => this.stdin.type(answer));
  }
}

/** Stands for `process.stdout` in a terminal. A resize of the terminal shows as its `resize` event. */
export class TerminalOutput extends Writable {
  readonly isTTY = true;
  readonly #terminal: VirtualTerminal;

  constructor(terminal: VirtualTerminal) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    terminal.onResize(() => this.emit("resize"));
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  getColorDepth(): number {
    return 24;
  }

  hasColors(): boolean {
    return true;
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, callback: () => void): void {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    // As the tty's driver does it, also in raw mode.
    void this.#terminal.write(text.replaceAll("\n", "\r\n")).then(callback);
  }
}

/** Stands for `process.stdin` in a terminal, with a test at the keyboard. */
export class TerminalInput extends PassThrough {
  readonly isTTY = true;
  /** True when the program gets each key as it is pressed. */
  isRaw = false;
  /** True when the program waits for keys: it keeps running for them. */
  isReferenced = true;

  type(text: string): void {
    this.write(text);
  }

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  ref(): this {
    this.isReferenced = true;
    return this;
  }

  unref(): this {
    this.isReferenced = false;
    return this;
  }
}
