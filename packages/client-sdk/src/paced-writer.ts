import { Queue } from "./queue.ts";
import { sleep } from "./sleep.ts";

/** Time between two writes to an original server, which takes what it reads at once for one message, in milliseconds. */
const ORIGINAL_WRITE_GAP_MS = 20;

/** Writes one line at a time, with a gap between two: an original server loses what comes closer together. */
export class PacedWriter {
  readonly #write: (line: string) => Promise<void> | null;
  readonly #lines = new Queue<{ readonly line: string; readonly written: () => void }>();
  readonly #hurry = new AbortController();
  #waitingBytes = 0;
  #isRunning = false;
  /** Settles when all lines are written. */
  #run: Promise<void> = Promise.resolve();

  /** @param write writes a line; what it gives resolves when the next one can be taken, `null` says at once */
  constructor(write: (line: string) => Promise<void> | null) {
    this.#write = write;
  }

  /** Bytes of the lines that wait for their turn. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** How long a line that is pushed now will wait for its turn, in milliseconds. */
  get delayMs(): number {
    return this.#hurry.signal.aborted ? 0 : this.#lines.length * ORIGINAL_WRITE_GAP_MS;
  }

  get isIdle(): boolean {
    return !this.#isRunning;
  }

  /** Takes a line of ASCII, its newline included. Resolves when it is written. */
  push(line: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#lines.push({ line, written: resolve });
    this.#waitingBytes += line.length;
    if (!this.#isRunning) {
      this.#isRunning = true;
      this.#run = this.#writeAll();
    }
    return promise;
  }

  /** The server turned out to need no gaps: what waits is written at once. */
  hurry(): void {
    this.#hurry.abort();
  }

  /** Resolves when all lines are written. */
  async finish(): Promise<void> {
    await this.#run;
  }

  /** There is nothing left to write to: nobody waits any more. */
  stop(): void {
    this.#waitingBytes = 0;
    for (const { written } of this.#lines.takeAll()) written();
    this.hurry();
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#lines.shift(); next; next = this.#lines.shift()) {
      this.#waitingBytes -= next.line.length;
      const writtenAt = performance.now();
      await this.#write(next.line);
      next.written();
      await this.#waitForGap(writtenAt);
    }
    this.#isRunning = false;
  }

  /** A timer counts from the turn of the event loop in which it was set: after a long turn it is early. */
  async #waitForGap(writtenAt: number): Promise<void> {
    const { signal } = this.#hurry;
    for (;;) {
      const remainingMs = writtenAt + ORIGINAL_WRITE_GAP_MS - performance.now();
      if (remainingMs <= 0 || signal.aborted) return;
      await sleep(Math.ceil(remainingMs), signal);
    }
  }
}
