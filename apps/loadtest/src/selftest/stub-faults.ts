/** What a stub server does wrong on purpose; what is not named it does right. Each n-th is counted off, so that it is exact. */
export interface StubFaults {
  /** Everything that it writes is held back for so long, once in so long, in milliseconds. */
  readonly stall?: { readonly everyMs: number; readonly forMs: number };
  /** Everything is written so many milliseconds after what it answers or delivers was read. */
  readonly delayMs?: number;
  /** Of the messages that it delivers, one in so many does not arrive. */
  readonly dropOneIn?: number;
  /** One in so many arrives twice. */
  readonly duplicateOneIn?: number;
  /** One in so many arrives behind the next one of the same sender to the same receiver. */
  readonly swapOneIn?: number;
  /** One in so many arrives with a character altered. */
  readonly corruptOneIn?: number;
  /** Of the answers, one in so many is not given. */
  readonly dropAnswerOneIn?: number;
  /** Connections that it takes at once; more are refused, and told so. */
  readonly maxConnections?: number;
  /** So long after the first message, delays are not recorded, in milliseconds. */
  readonly warmUpMs?: number;
}

/** What a stub counted of its faults. */
export interface FaultCounts {
  /** Messages to deliver, one for each receiver of a shout. */
  readonly deliveries: number;
  readonly dropped: number;
  readonly duplicated: number;
  readonly swapped: number;
  readonly corrupted: number;
  readonly answers: number;
  readonly droppedAnswers: number;
}

/** What a stub counted and measured itself, independently of the tester. */
export interface StubMeasurements extends FaultCounts {
  /** Most connections that it had at once. */
  readonly peakConnections: number;
  readonly refusedConnections: number;
  /** From the reading of a message to its writing, since the warm-up. */
  readonly delays: StubDelays;
  /** From when a message was due until its receiver may have had it: with what a busy machine added, as far as the stub can see it. */
  readonly endToEnd: StubDelays;
  /** How late the stub's event loop was at worst, in milliseconds: what came in such a moment was read that late. */
  readonly loopDelayMs: number;
}

/** In milliseconds. */
export interface StubDelays {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** What becomes of a message that a stub delivers. */
export const Fault = {
  Whole: "whole",
  Dropped: "dropped",
  Duplicated: "duplicated",
  Swapped: "swapped",
  Corrupted: "corrupted",
} as const;
export type Fault = (typeof Fault)[keyof typeof Fault];

/** Tells what becomes of the message with this number, counted from 0: each fault has a turn of its own. */
export function chooseFault(
  { dropOneIn, duplicateOneIn, swapOneIn, corruptOneIn }: StubFaults,
  delivery: number,
): Fault {
  if (isTurn(delivery, dropOneIn, 1)) return Fault.Dropped;
  if (isTurn(delivery, duplicateOneIn, 2)) return Fault.Duplicated;
  if (isTurn(delivery, corruptOneIn, 3)) return Fault.Corrupted;
  // Far from the end of a group, which may be the end of the run: another one has to come behind it.
  if (isTurn(delivery, swapOneIn, Math.ceil((swapOneIn ?? 0) / 2))) return Fault.Swapped;
  return Fault.Whole;
}

/** The last one of each group, or so many before it. */
function isTurn(delivery: number, oneIn: number | undefined, fromEnd: number): boolean {
  return oneIn !== undefined && (delivery + fromEnd) % oneIn === 0;
}
