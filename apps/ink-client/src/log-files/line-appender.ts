import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The time for which lines are gathered, in milliseconds: so much is lost when the process is killed. */
const GATHERING_MS = 200;

/** The pause after a failure, in milliseconds. */
const RETRY_MS = 5_000;

/** The time that the last lines get when the program ends, in milliseconds: a network drive that hangs must not keep it. */
const CLOSING_MS = 10_000;

/** The bytes that wait for a disk that takes none: a minute of 1,000 messages per second. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/** The bytes of a file's end by which its first line of this run is chosen. */
const END_BYTES = 1_024;

export interface LineAppenderListener {
  /** Called with the problem when writing fails, and with `null` when all is written again. */
  readonly report: (problem: string | null) => void;
  /** Returns what stands before the first line, after the end of what the file holds already. */
  readonly writeHead: (end: string) => string;
  /** Returns the line that stands for a number of lines that were dropped. */
  readonly writeGap: (count: number) => string;
}

/**
 * Appends lines to files that only their owner can read, in order and many at once. What could not be written waits, and is
 * tried again. Past a limit new lines are dropped, and a line in their place has their number.
 */
export class LineAppender {
  readonly #listener: LineAppenderListener;
  readonly #maxWaitingBytes: number;
  readonly #waiting = new Map<string, Uint8Array[]>();
  readonly #dropped = new Map<string, number>();
  readonly #known = new Set<string>();
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #problem: string | null = null;

  constructor(listener: LineAppenderListener, maxWaitingBytes = MAX_WAITING_BYTES) {
    this.#listener = listener;
    this.#maxWaitingBytes = maxWaitingBytes;
  }

  append(path: string, line: string): void {
    const dropped = this.#dropped.get(path) ?? 0;
    if (this.#waitingBytes >= this.#maxWaitingBytes) return void this.#dropped.set(path, dropped + 1);
    this.#dropped.delete(path);
    const bytes = Buffer.from(dropped > 0 ? this.#listener.writeGap(dropped) + line : line);
    const chunks = this.#waiting.get(path);
    if (chunks) chunks.push(bytes);
    else this.#waiting.set(path, [bytes]);
    this.#waitingBytes += bytes.length;
    this.#schedule();
  }

  /** Writes all that waits, behind what is being written. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#turn = this.#turn.then(() => this.#writeWaiting());
    return this.#turn;
  }

  /** Writes the last lines. Returns the reason when some of them are lost. */
  async close(): Promise<string | null> {
    // The second time for the lines that stand for dropped ones.
    const written = this.flush().then(() => this.flush());
    const isOver = await Promise.race([written.then(() => true), delay(CLOSING_MS, false, { ref: false })]);
    clearTimeout(this.#timer);
    return isOver ? this.#problem : "the disk does not answer";
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), this.#problem === null ? GATHERING_MS : RETRY_MS);
  }

  async #writeWaiting(): Promise<void> {
    let problem: string | null = null;
    for (const path of [...this.#waiting.keys()]) problem = (await this.#write(path)) ?? problem;
    const isChanged = (problem === null) !== (this.#problem === null);
    this.#problem = problem;
    if (problem !== null) this.#schedule();
    // Nothing waits any more: the lines that stand for dropped ones have room.
    else for (const path of [...this.#dropped.keys()]) this.append(path, "");
    if (isChanged) this.#listener.report(problem);
  }

  /** Writes what waits for a file, and returns the problem if there is one. What a full disk has taken is not written twice. */
  async #write(path: string): Promise<string | null> {
    let bytes: Uint8Array = Buffer.concat(this.#waiting.get(path) ?? []);
    this.#waiting.delete(path);
    this.#waitingBytes -= bytes.length;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await using file = await open(path, "a+", 0o600);
      if (!this.#known.has(path))
        bytes = Buffer.concat([Buffer.from(this.#listener.writeHead(await readEnd(file))), bytes]);
      this.#known.add(path);
      while (bytes.length > 0) bytes = bytes.subarray((await file.write(bytes)).bytesWritten);
      return null;
    } catch (error) {
      this.#waiting.set(path, [bytes, ...(this.#waiting.get(path) ?? [])]);
      this.#waitingBytes += bytes.length;
      return (error as Error).message;
    }
  }
}

async function readEnd(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const position = Math.max(0, size - END_BYTES);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(END_BYTES), position });
  return buffer.toString("utf8", 0, bytesRead);
}
