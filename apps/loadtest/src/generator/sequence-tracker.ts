import { type Stamp, StreamKind } from "./stamp.ts";

/** The sequence numbers from `start` to before `end`; none when they are the same. */
export interface SequenceRange {
  readonly start: number;
  readonly end: number;
}

export function lengthOf({ start, end }: SequenceRange): number {
  return end - start;
}

/** Returns the part of a range that lies within another one. */
export function clip({ start, end }: SequenceRange, within: SequenceRange): SequenceRange {
  const clippedStart = Math.min(Math.max(start, within.start), within.end);
  return { start: clippedStart, end: Math.max(clippedStart, Math.min(end, within.end)) };
}

const NO_GAPS: readonly SequenceRange[] = [];

/**
 * Counts what arrived of one stream: once, twice, or late. Its memory and time grow with the number of the gaps, however wide
 * they are.
 */
export class SequenceTracker {
  /** Distinct sequence numbers that came. */
  received = 0;
  duplicated = 0;
  /** Numbers that came after a later one. */
  outOfOrder = 0;
  /** One more than the largest number that came. */
  #next = 0;
  /** Numbers below that which have not come, in order. Most streams have none, and there are many streams: they share an empty list. */
  #gaps = NO_GAPS as SequenceRange[];

  /** Takes the number of a message that arrived; returns true for the first with that number. */
  record(sequence: number): boolean {
    if (sequence >= this.#next) {
      if (sequence > this.#next) this.#addGap({ start: this.#next, end: sequence });
      this.#next = sequence + 1;
    } else if (this.#takeFromGap(sequence)) {
      this.outOfOrder += 1;
    } else {
      this.duplicated += 1;
      return false;
    }
    this.received += 1;
    return true;
  }

  /** Counts the distinct numbers of a range that came. */
  countIn({ start, end }: SequenceRange): number {
    const bound = Math.min(end, this.#next);
    if (bound <= start) return 0;
    let missing = 0;
    for (let index = this.#findGap(start); ; index++) {
      const gap = this.#gaps[index];
      if (!gap || gap.start >= bound) return bound - start - missing;
      missing += Math.min(gap.end, bound) - Math.max(gap.start, start);
    }
  }

  #addGap(gap: SequenceRange): void {
    if (this.#gaps === NO_GAPS) this.#gaps = [gap];
    else this.#gaps.push(gap);
  }

  /** Returns true when the number was missing; it is not any more. */
  #takeFromGap(sequence: number): boolean {
    const index = this.#findGap(sequence);
    const gap = this.#gaps[index];
    if (!gap || sequence < gap.start) return false;
    const left = { start: gap.start, end: sequence };
    const right = { start: sequence + 1, end: gap.end };
    this.#gaps.splice(index, 1, ...[left, right].filter(({ start, end }) => start < end));
    return true;
  }

  /** Finds the first gap that ends behind the number. */
  #findGap(sequence: number): number {
    let low = 0;
    let high = this.#gaps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#gaps[middle] as SequenceRange).end > sequence) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The messages that arrived at one client, by stream. */
export class Receipts {
  readonly direct = new Map<number, SequenceTracker>();
  readonly shouts = new Map<number, SequenceTracker>();
  readonly corrupted = { [StreamKind.Direct]: 0, [StreamKind.Shout]: 0 };

  /** Takes a message; returns true for the first of its kind and number. */
  record({ kind, sender, sequence }: Stamp): boolean {
    const trackers = kind === StreamKind.Direct ? this.direct : this.shouts;
    let tracker = trackers.get(sender);
    if (!tracker) {
      tracker = new SequenceTracker();
      trackers.set(sender, tracker);
    }
    return tracker.record(sequence);
  }
}
