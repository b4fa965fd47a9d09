import type { Logger } from "@chat/server";
import { pino } from "pino";

/** The log of the command: the server's events, and the end of the process. */
export interface ServerLog extends Logger {
  fatal(fields: object, message: string): void;
  /** Writes the lines that wait for the end of the turn: the process may end before. */
  flush(): void;
}

/** Most bytes that wait for the reader of our output. More would fill the memory for a reader that does not read. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Bytes that are written at once, without waiting for the end of the turn: a write of this size is worth its system call. */
const FULL_WRITE_BYTES = 64 * 1024;

const METADATA = Symbol.for("pino.metadata");

/** Lines of this level are written at once: they may be the last of the process. */
const URGENT_LEVEL = pino.levels.values.error as number;
const LAST_WORDS_LEVEL = pino.levels.values.fatal as number;

/**
 * Writes a logger's lines: all lines of one turn of the event loop together, so that a crowd that joins does not cost one system
 * call per line.
 *
 * It never waits for the reader of a pipe, because the reader could stop the chat that way. It drops lines that do not fit, and reports
 * their number when the reader is back. (A terminal that is paused does stop it: the runtime waits there.)
 */
export class LogOutput {
  /** Asks pino to tell the level of each line. */
  readonly [METADATA] = true;
  /** Level of the line that is written next, by pino's numbers. */
  lastLevel = 0;
  /** Called with the number of lines that were dropped, once there is room again. */
  onDropped: (lines: number) => void = () => undefined;
  readonly #stream: NodeJS.WriteStream;
  #waiting = "";
  #droppedLines = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    stream.on("drain", this.#tellDropped);
  }

  write(line: string): void {
    const isFull = this.#stream.writableLength + this.#waiting.length > MAX_WAITING_BYTES;
    if (isFull && this.lastLevel < LAST_WORDS_LEVEL) {
      this.#droppedLines += 1;
      return;
    }
    if (this.#waiting === "") setImmediate(this.flush);
    this.#waiting += line;
    // A turn in which thousands leave has more lines than may wait: only the reader's pace is a reason to drop one.
    if (this.lastLevel >= URGENT_LEVEL || this.#waiting.length >= FULL_WRITE_BYTES) this.flush();
  }

  /** Writes the lines that wait for the end of the turn. */
  readonly flush = (): void => {
    if (this.#waiting !== "") this.#stream.write(this.#waiting);
    this.#waiting = "";
  };

  #tellDropped = (): void => {
    const lines = this.#droppedLines;
    this.#droppedLines = 0;
    if (lines > 0) this.onDropped(lines);
  };
}
