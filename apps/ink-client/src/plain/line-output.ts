import { once } from "node:events";
import type { Writable } from "node:stream";

/** Writes lines to the output. A line is written at once; a writer of many lines waits for room in between. */
export class LineOutput {
  readonly #stream: Writable;
  #isGone = false;

  /** @param onGone called once when no more can be written: the reader has gone, or the disk is full */
  constructor(stream: Writable, onGone: (error: NodeJS.ErrnoException) => void) {
    this.#stream = stream;
    stream.on("error", (error) => {
      if (this.#isGone) return;
      this.#isGone = true;
      onGone(error);
    });
  }

  write(line: string): void {
    if (!this.#isGone) this.#stream.write(`${line}\n`);
  }

  /** Resolves when there is room for more, or the signal aborts. */
  async hasRoom(signal: AbortSignal): Promise<void> {
    if (this.#isGone || signal.aborted || !this.#stream.writableNeedDrain) return;
    try {
      await once(this.#stream, "drain", { signal });
    } catch {
      // `onGone` was called, or the signal has aborted.
    }
  }
}
