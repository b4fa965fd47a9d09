import type { ServerLimits } from "../limits.ts";

/** Where a connection's numbers stand in its row. */
const MESSAGES = 0;
const BYTES = 1;
const SHOUTS = 2;
const FILLED_AT = 3;
const ROW_LENGTH = 4;

const FIRST_ROWS = 64;

/**
 * The rates of all connections of an event loop: three token buckets each, in one row of a table. They are looked at for
 * every message, and as objects of their own they would lie in a dozen places of the memory instead of one.
 *
 * Tokens come with time, up to the burst; whoever takes the last one has to wait, for longer when in debt. Times are
 * milliseconds of the monotonic clock.
 */
export class RateTable {
  readonly #perMs: readonly [messages: number, bytes: number, shouts: number];
  readonly #bursts: readonly [messages: number, bytes: number, shouts: number];
  #rows = new Float64Array(FIRST_ROWS * ROW_LENGTH);
  #usedRows = 0;
  readonly #freeRows: number[] = [];

  /** A rate of 0 switches its bucket off: it never runs dry. */
  constructor(limits: ServerLimits) {
    this.#perMs = [limits.messagesPerSecond / 1_000, limits.bytesPerSecond / 1_000, limits.shoutsPerSecond / 1_000];
    this.#bursts = [limits.messageBurst, limits.byteBurst, limits.shoutBurst];
  }

  /** Gives a row with full buckets. */
  open(now: number): number {
    const row = this.#freeRows.pop() ?? this.#addRow();
    this.#rows.set([...this.#bursts, now], row);
    return row;
  }

  close(row: number): void {
    this.#freeRows.push(row);
  }

  /** Adds the tokens that have come. To be called before any are taken, or a rest would count twice. */
  fill(row: number, now: number): void {
    const rows = this.#rows;
    const elapsedMs = now - (rows[row + FILLED_AT] as number);
    rows[row + FILLED_AT] = now;
    for (let kind = 0; kind < FILLED_AT; kind++) {
      const tokens = (rows[row + kind] as number) + elapsedMs * (this.#perMs[kind] as number);
      rows[row + kind] = Math.min(this.#bursts[kind] as number, tokens);
    }
  }

  takeMessages(row: number, count: number): void {
    this.#take(row + MESSAGES, count);
  }

  takeBytes(row: number, bytes: number): void {
    this.#take(row + BYTES, bytes);
  }

  takeShout(row: number): void {
    this.#take(row + SHOUTS, 1);
  }

  /** Whether any bucket is dry, as of the last {@link fill}. */
  isExhausted(row: number): boolean {
    return this.#isDry(row, MESSAGES) || this.#isDry(row, BYTES) || this.#isDry(row, SHOUTS);
  }

  /** Whether that of the shouts is. */
  isShoutingTooFast(row: number): boolean {
    return this.#isDry(row, SHOUTS);
  }

  #isDry(row: number, kind: typeof MESSAGES | typeof BYTES | typeof SHOUTS): boolean {
    return (this.#rows[row + kind] as number) < 1 && this.#perMs[kind] > 0;
  }

  #take(at: number, tokens: number): void {
    (this.#rows[at] as number) -= tokens;
  }

  #addRow(): number {
    const row = this.#usedRows * ROW_LENGTH;
    this.#usedRows += 1;
    if (row === this.#rows.length) {
      const rows = new Float64Array(this.#rows.length * 2);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    return row;
  }
}
