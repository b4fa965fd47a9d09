import { NumberTable } from "./number-table.ts";

/** A rate. Its tokens come with time, up to the burst. At 0 per second it is switched off, and never runs dry. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * Token buckets, as rows of one table: a bucket for each rate, and the time when the row was filled last.
 *
 * A bucket is dry when it has no whole token. It may go into debt, which takes longer to fill. Times are milliseconds of the
 * monotonic clock.
 */
export class RateTable extends NumberTable {
  readonly #perMs: readonly number[];
  readonly #bursts: readonly number[];

  constructor(rates: readonly Rate[]) {
    super(rates.length + 1);
    this.#perMs = rates.map(({ perSecond }) => perSecond / 1_000);
    this.#bursts = rates.map(({ burst }) => burst);
  }

  /** Opens a row with full buckets. */
  open(now: number): number {
    return this.openRow([...this.#bursts, now]);
  }

  /** Adds the tokens that have come. Call it before any are taken: with tokens in debt a rest would count twice. */
  fill(row: number, now: number): void {
    const { numbers } = this;
    const filledAt = row + this.#perMs.length;
    const elapsedMs = now - (numbers[filledAt] as number);
    numbers[filledAt] = now;
    for (let rate = 0; rate < this.#perMs.length; rate++) {
      const tokens = (numbers[row + rate] as number) + elapsedMs * (this.#perMs[rate] as number);
      numbers[row + rate] = Math.min(this.#bursts[rate] as number, tokens);
    }
  }

  /** Takes tokens of one rate: its index among the rates. */
  take(row: number, rate: number, tokens: number): void {
    (this.numbers[row + rate] as number) -= tokens;
  }

  /** Returns whether the bucket of one rate is dry, as of the last {@link fill}. */
  isDry(row: number, rate: number): boolean {
    return (this.numbers[row + rate] as number) < 1 && (this.#perMs[rate] as number) > 0;
  }

  /** Returns whether any bucket is dry, as of the last {@link fill}. */
  isAnyDry(row: number): boolean {
    for (let rate = 0; rate < this.#perMs.length; rate++) if (this.isDry(row, rate)) return true;
    return false;
  }

  /** Returns the time in milliseconds until no bucket is dry, as of the last {@link fill}. */
  waitMs(row: number): number {
    const waits = this.#perMs.map((perMs, rate) => (1 - (this.numbers[row + rate] as number)) / perMs);
    return Math.max(0, ...waits.filter((_wait, rate) => this.isDry(row, rate)));
  }
}
