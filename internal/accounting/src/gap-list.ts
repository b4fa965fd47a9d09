import { lengthOf, type NumberRange } from "./number-range.ts";

/**
 * The missing numbers of a stream, as ranges in order. Memory and time grow with the number of ranges, however wide they are.
 * When there are more than `maxGaps`, the lowest range is forgotten: from then on nothing is known about its numbers and those
 * below it.
 */
export class GapList {
  readonly #maxGaps: number;
  readonly #gaps: NumberRange[] = [];
  #firstKnown = 0;

  constructor(maxGaps: number) {
    this.#maxGaps = maxGaps;
  }

  /** The lowest number of which it is known whether it is missing. */
  get firstKnown(): number {
    return this.#firstKnown;
  }

  /** Adds missing numbers, which have to be above all that were added before. */
  add(gap: NumberRange): void {
    this.#gaps.push(gap);
    this.#forgetSurplus();
  }

  /** Takes a number out. Returns false when it was not missing. */
  remove(number: number): boolean {
    const index = this.#findFrom(number);
    const gap = this.#gaps[index];
    if (!gap || number < gap.start) return false;
    const left = { start: gap.start, end: number };
    const right = { start: number + 1, end: gap.end };
    this.#gaps.splice(index, 1, ...[left, right].filter((part) => lengthOf(part) > 0));
    this.#forgetSurplus();
    return true;
  }

  /** Counts the missing numbers within a range. */
  countIn({ start, end }: NumberRange): number {
    let missing = 0;
    for (let index = this.#findFrom(start); ; index++) {
      const gap = this.#gaps[index];
      if (!gap || gap.start >= end) return missing;
      missing += Math.min(gap.end, end) - Math.max(gap.start, start);
    }
  }

  #forgetSurplus(): void {
    if (this.#gaps.length <= this.#maxGaps) return;
    const forgotten = this.#gaps.shift();
    if (forgotten) this.#firstKnown = forgotten.end;
  }

  /** Finds the first gap that ends above the number. */
  #findFrom(number: number): number {
    let low = 0;
    let high = this.#gaps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#gaps[middle] as NumberRange).end > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
