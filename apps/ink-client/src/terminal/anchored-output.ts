import { EventEmitter } from "node:events";
import type { Writable } from "node:stream";
import { ColumnAnchors } from "./column-anchors.ts";

/** The members of `process.stdout` that are used. */
export interface TerminalOutputStream extends Writable {
  readonly isTTY?: boolean | undefined;
  /** Undefined where the output is no terminal. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

type WriteCallback = (error?: Error | null) => void;

const WRAP_OFF = "\u001b[?7l";
const WRAP_ON = "\u001b[?7h";

/** The columns of a terminal without a known size, as Ink assumes them. */
const ASSUMED_COLUMNS = 80;

const FORWARDED_EVENTS = ["resize", "drain", "close"] as const;

/**
 * Stands between Ink and the terminal, as the `stdout` that Ink is given. Terminals disagree with Ink about the width of
 * joined emoji, flags, many marks and more: behind each of them it writes the column where the next cell is, so that a wrong
 * width stays inside its own cells. Everything else goes through as it is, and at once.
 *
 * 1. From {@link start} to {@link stop} the terminal does not wrap by itself: too wide a row can't spill into the next one.
 * 2. `write` returns what the terminal returns (`false`: wait for `drain`), and calls back when the terminal has taken all.
 * 3. It never ends the terminal, and keeps nothing back: after {@link stop} the terminal is as it was.
 */
export class AnchoredOutput extends EventEmitter implements NodeJS.WritableStream, Disposable {
  readonly #terminal: TerminalOutputStream;
  readonly #rewrite: (output: string) => string;
  readonly #anchors = new ColumnAnchors();
  readonly #forwards = FORWARDED_EVENTS.map((name) => [name, () => void this.emit(name)] as const);
  #isStarted = false;

  /** @param rewrite changes each write for a terminal that can do less, and keeps the cells of every character */
  constructor(terminal: TerminalOutputStream, rewrite: (output: string) => string = (output) => output) {
    super();
    this.#terminal = terminal;
    this.#rewrite = rewrite;
  }

  get isTTY(): boolean {
    return this.#terminal.isTTY === true;
  }

  get columns(): number | undefined {
    return this.#terminal.columns;
  }

  get rows(): number | undefined {
    return this.#terminal.rows;
  }

  get writable(): boolean {
    return this.#terminal.writable;
  }

  get writableEnded(): boolean {
    return this.#terminal.writableEnded;
  }

  get writableNeedDrain(): boolean {
    return this.#terminal.writableNeedDrain;
  }

  get destroyed(): boolean {
    return this.#terminal.destroyed;
  }

  /** Turns the wrapping of the terminal off, and forwards its events. Call it before Ink draws. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const [name, forward] of this.#forwards) this.#terminal.on(name, forward);
    this.#terminal.write(WRAP_OFF);
  }

  /** Turns the wrapping on again. Call it before the process ends in any way: a shell without wrapping is hard to use. */
  stop(): void {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    for (const [name, forward] of this.#forwards) this.#terminal.off(name, forward);
    if (this.#terminal.writable) this.#terminal.write(WRAP_ON);
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  write(chunk: string | Uint8Array, second?: BufferEncoding | WriteCallback, third?: WriteCallback): boolean {
    const callback = typeof second === "function" ? second : third;
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return this.#terminal.write(this.#anchors.apply(this.#rewrite(text), this.columns ?? ASSUMED_COLUMNS), callback);
  }

  /** Stops. The terminal itself stays open. */
  end(): this {
    this.stop();
    return this;
  }
}
