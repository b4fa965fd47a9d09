import { Queue } from "./queue.ts";
import { sleep } from "./sleep.ts";

/** The time between two writes to an original server, in milliseconds: it takes what it reads at once for one message. */
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

  /** @param write writes a line; its promise resolves when the next line can be written, `null` means at once */
  constructor(write: (line: string) => Promise<void> | null) {
    this.#write = write;
  }

  /** Bytes of the lines that wait for their turn. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** The time that a line pushed now will wait for its turn, in milliseconds. */
  get delayMs(): number {
    return this.#hurry.signal.aborted ? 0 : this.#lines.length * ORIGINAL_WRITE_GAP_MS;
  }

  get isIdle(): boolean {
    return !this.#isRunning;
  }

  /** Queues a line of ASCII, its newline included. Resolves when it is written. */
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

  /** Drops the gaps: the server needs none, and what waits is written at once. */
  hurry(): void {
    this.#hurry.abort();
  }

  /** Resolves when all lines are written. */
  async finish(): Promise<void> {
    await this.#run;
  }

  /** Drops the lines that wait, and resolves their promises: the socket is gone. */
  stop(): void {
    this.#waitingBytes = 0;
    for (const { written } of this.#lines.takeAll()) written();
    this.hurry();
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#lines.shift(); next; next = this.#lines.shift()) {
      this.#waitingBytes -= next.line.length;
      const written = this.#write(next.line);
      // The process may stand still during the write: the gap begins behind it.
      const writtenAt = performance.now();
      await written;
      next.written();
      await this.#waitForGap(writtenAt);
    }
    this.#isRunning = false;
  }

  /** Checks the clock after each timer: one that was set at the end of a long turn fires early. */
  async #waitForGap(writtenAt: number): Promise<void> {
    const { signal } = this.#hurry;
    for (;;) {
      const remainingMs = writtenAt + ORIGINAL_WRITE_GAP_MS - performance.now();
      if (remainingMs <= 0 || signal.aborted) return;
      await sleep(Math.ceil(remainingMs), signal);
    }
  }
}
