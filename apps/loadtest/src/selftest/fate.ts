import type { StubFaults } from "./stub-faults.ts";

/** What becomes of a message that a stub delivers. */
export const Fate = {
  Whole: "whole",
  Dropped: "dropped",
  Duplicated: "duplicated",
  Swapped: "swapped",
  Corrupted: "corrupted",
} as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

/** Tells what becomes of the message with this number, counted from 0: each fault has a turn of its own. */
export function findFate({ dropOneIn, duplicateOneIn, swapOneIn, corruptOneIn }: StubFaults, delivery: number): Fate {
  if (isTurn(delivery, dropOneIn, 1)) return Fate.Dropped;
  if (isTurn(delivery, duplicateOneIn, 2)) return Fate.Duplicated;
  if (isTurn(delivery, corruptOneIn, 3)) return Fate.Corrupted;
  // Far from the end of a group, which may be the end of the run: another one has to come behind it.
  if (isTurn(delivery, swapOneIn, Math.ceil((swapOneIn ?? 0) / 2))) return Fate.Swapped;
  return Fate.Whole;
}

/** The last one of each group, or so many before it. */
function isTurn(delivery: number, oneIn: number | undefined, fromEnd: number): boolean {
  return oneIn !== undefined && (delivery + fromEnd) % oneIn === 0;
}
