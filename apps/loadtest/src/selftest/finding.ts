/** The result of a comparison: the tester's value against the stub's. */
export const Outcome = {
  Right: "right",
  /** It is more than the stub added, and a busy machine, which the stub saw too, explains it: the tester was saturated. */
  Saturated: "saturated",
  Wrong: "wrong",
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** One line of what the self-test found, as people read it. */
export interface Finding {
  readonly what: string;
  /** By the stub's own count or clock. */
  readonly builtIn: string;
  readonly found: string;
  readonly tolerance: string;
  readonly outcome: Outcome;
  /** True when the machine was so busy that another attempt may say more. */
  readonly isBusy: boolean;
}

/** Largest deviation of a time that counts as right: this part of it, or this time in milliseconds, whichever is larger. */
const TIME_TOLERANCE_RATIO = 0.05;
const TIME_TOLERANCE_MS = 3;

/** A count is right or it is not. */
export function compareCount(what: string, builtIn: number, found: number): Finding {
  return {
    what,
    builtIn: builtIn.toLocaleString("en"),
    found: found.toLocaleString("en"),
    tolerance: "exact",
    outcome: builtIn === found ? Outcome.Right : Outcome.Wrong,
    isBusy: false,
  };
}

/** Compares words; `isBusy` is true when it was the tester that gave way, which judges nothing and so is not wrong. */
export function compareWord(what: string, builtIn: string, found: string, isBusy: boolean): Finding {
  const outcome = builtIn === found ? Outcome.Right : isBusy ? Outcome.Saturated : Outcome.Wrong;
  return { what, builtIn, found, tolerance: "the same", outcome, isBusy };
}

/** Compares numbers; `ratio` is the part of the built-in one by which the other may be off. */
export function compareWithin(what: string, builtIn: number, found: number, ratio: number): Finding {
  return {
    what,
    builtIn: builtIn.toLocaleString("en"),
    found: found.toLocaleString("en"),
    tolerance: `±${ratio * 100} %`,
    outcome: Math.abs(found - builtIn) <= builtIn * ratio ? Outcome.Right : Outcome.Wrong,
    isBusy: false,
  };
}

/**
 * Compares times in milliseconds.
 *
 * @param delayMs - what the stub added, by its own clock
 * @param endToEndMs - the same with what a busy machine added, as far as the stub saw it
 * @param latenessMs - lateness of the tester's event loop at its worst, which the stub can't see
 */
export function compareTime(
  what: string,
  delayMs: number,
  endToEndMs: number,
  foundMs: number,
  latenessMs = 0,
): Finding {
  const outcome = judgeTime(delayMs, endToEndMs, foundMs, latenessMs);
  const added = writeMs(delayMs);
  return {
    what,
    builtIn: outcome === Outcome.Right ? added : `${added} (busy machine: ${writeMs(endToEndMs)})`,
    found: writeMs(foundMs),
    tolerance: `±${writeMs(timeTolerance(delayMs))}`,
    outcome,
    isBusy: isBusy(delayMs, endToEndMs),
  };
}

function judgeTime(delayMs: number, endToEndMs: number, foundMs: number, latenessMs: number): Outcome {
  if (Math.abs(foundMs - delayMs) <= timeTolerance(delayMs)) return Outcome.Right;
  // A busy machine makes nothing faster.
  const isExplained = foundMs > delayMs && foundMs <= endToEndMs + latenessMs + timeTolerance(endToEndMs);
  return isExplained && isBusy(delayMs, endToEndMs) ? Outcome.Saturated : Outcome.Wrong;
}

/** Returns true when the machine added enough to show; of a quiet one the stub sees some 1 ms. */
function isBusy(delayMs: number, endToEndMs: number): boolean {
  return endToEndMs - delayMs > timeTolerance(delayMs) / 2;
}

function timeTolerance(ms: number): number {
  return Math.max(TIME_TOLERANCE_MS, ms * TIME_TOLERANCE_RATIO);
}

function writeMs(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}
