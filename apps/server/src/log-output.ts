import { pino } from "pino";

/** Most bytes that wait for whoever reads our output. More would be memory spent on somebody who does not read. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Bytes that make a write worth its system call: they do not wait for the end of the turn. */
const FULL_WRITE_BYTES = 64 * 1024;

const METADATA = Symbol.for("pino.metadata");

/** What may be the last that a process says is not left for later. */
const URGENT_LEVEL = pino.levels.values.error as number;
const LAST_WORDS_LEVEL = pino.levels.values.fatal as number;

/**
 * Where a logger's lines go: those of one turn of the event loop in one write, as a crowd that joins would cost a system
 * call each.
 *
 * It never waits for the reader of a pipe, who must not be able to stop the chat: what does not fit meanwhile is dropped,
 * and counted once the reader is back. (A terminal at rest does stop it: the runtime waits there.)
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

  /** Writes what waits for the end of the turn. */
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
