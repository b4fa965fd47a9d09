/** Faults that a stub server has on purpose; a fault without a value it does not have. Each n-th is counted off, so that it is exact. */
export interface StubFaults {
  /** Stalls: nothing is written for `forMs`, once in `everyMs`. */
  readonly stall?: { readonly everyMs: number; readonly forMs: number };
  /** Time from the reading of a message to the writing of what follows from it, in milliseconds. */
  readonly delayMs?: number;
  /** One in this number of messages is not delivered. */
  readonly dropOneIn?: number;
  /** One in this number is delivered twice. */
  readonly duplicateOneIn?: number;
  /** One in this number arrives behind the next one of the same sender to the same receiver. */
  readonly swapOneIn?: number;
  /** One in this number arrives with a character altered. */
  readonly corruptOneIn?: number;
  /** One in this number of answers is not written. */
  readonly dropAnswerOneIn?: number;
  /** One in this number of answers has a text that the contract does not know. */
  readonly wrongAnswerOneIn?: number;
  /** The process ends when the client with this number, counted from 1, gives its name. */
  readonly dieAtJoin?: number;
  /** So many clients are answered; the connections of more are accepted, and nothing is ever written to them. */
  readonly muteAfter?: number;
  /** So many clients are answered; the connections of more are closed without a word. */
  readonly closeAfter?: number;
  /** Time from a client's name to its welcome, in milliseconds. */
  readonly handshakeDelayMs?: number;
  /** The first client's connection is closed so long after its welcome, in milliseconds. */
  readonly closeFirstAfterMs?: number;
  /** True for a server that gives each name once, and refuses who comes back under it. */
  readonly keepsNames?: boolean;
  /** Most connections at once; more are refused in words. */
  readonly maxConnections?: number;
  /** Time after the first message in which no delay is recorded, in milliseconds. */
  readonly warmUpMs?: number;
}

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

export interface StubMeasurements extends FaultCounts {
  /** Most connections that it had at once. */
  readonly peakConnections: number;
  /** From the reading of a message to its writing, since the warm-up. */
  readonly delays: StubDelays;
  /** From when a message was due until its receiver may have had it: with what a busy machine added, as far as the stub can see it. */
  readonly endToEnd: StubDelays;
}

/** In milliseconds. */
export interface StubDelays {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

export const Fault = {
  Whole: "whole",
  Dropped: "dropped",
  Duplicated: "duplicated",
  Swapped: "swapped",
  Corrupted: "corrupted",
} as const;
export type Fault = (typeof Fault)[keyof typeof Fault];

/** Chooses the fault of the message with this number, counted from 0: each fault has a turn of its own. */
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

/** Returns true once in a group of `oneIn`: `fromEnd` before the end of the group. */
function isTurn(delivery: number, oneIn: number | undefined, fromEnd: number): boolean {
  return oneIn !== undefined && (delivery + fromEnd) % oneIn === 0;
}
