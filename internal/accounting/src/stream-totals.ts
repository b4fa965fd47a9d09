/**
 * What became of the messages of one stream, or of many. Two sums always hold:
 *
 * - `sent` = `inOrder` + `outOfOrder` + `lost`
 * - all arrivals = `inOrder` + `outOfOrder` + `duplicated` + `tooOld` + `unknown` + `corrupted`
 */
export interface StreamTotals {
  readonly sent: number;
  /** Sent messages that arrived, in order or not: `inOrder` + `outOfOrder`. */
  readonly delivered: number;
  readonly inOrder: number;
  /** Arrived for the first time, and after a message with a larger number. */
  readonly outOfOrder: number;
  /** Sent and not delivered. */
  readonly lost: number;
  /** Arrivals of a message that had arrived before. */
  readonly duplicated: number;
  /** Arrivals of which a bounded account no longer knows whether they are duplicates. Their first arrivals may count as lost. */
  readonly tooOld: number;
  /** Arrivals with a number, or of a stream, that nobody sent. */
  readonly unknown: number;
  /** Arrivals that are not what was sent. Their numbers can't be trusted, so the messages themselves count as lost. */
  readonly corrupted: number;
}

export function emptyTotals(): StreamTotals {
  return {
    sent: 0,
    delivered: 0,
    inOrder: 0,
    outOfOrder: 0,
    lost: 0,
    duplicated: 0,
    tooOld: 0,
    unknown: 0,
    corrupted: 0,
  };
}

export function addTotals(one: StreamTotals, other: StreamTotals): StreamTotals {
  const keys = Object.keys(one) as (keyof StreamTotals)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as unknown as StreamTotals;
}
