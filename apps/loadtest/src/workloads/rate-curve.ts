import type { Segment } from "../scenario/timeline.ts";

/** Returns when a message is due, in microseconds since the start, by its number from 0 on; `Infinity` for never. */
export type DueTimes = (message: number) => number;

/** Returns the due times of a rate that stays the same. */
export function constantRate(perSecond: number): DueTimes {
  return (message) => (message * 1_000_000) / perSecond;
}

/**
 * Returns the due times of a rate that goes evenly from one number to another in each segment. After the last one it stays.
 * Messages have to be asked for in order.
 *
 * @param ratio - the part of the rate to make, from 0 to 1
 */
export function rateCurve(
  segments: readonly Pick<Segment, "durationMs" | "fromRate" | "rate">[],
  ratio: number,
): DueTimes {
  const parts = segments.map(({ durationMs, fromRate, rate }) => {
    const seconds = durationMs / 1_000;
    const [from, to] = [fromRate * ratio, rate * ratio];
    return { seconds, from, to, messages: ((from + to) / 2) * seconds };
  });
  let index = 0;
  let before = { seconds: 0, messages: 0 };
  return (message) => {
    for (;;) {
      const part = parts[index];
      if (!part) {
        const rate = parts.at(-1)?.to ?? 0;
        return rate === 0
          ? Number.POSITIVE_INFINITY
          : (before.seconds + (message - before.messages) / rate) * 1_000_000;
      }
      const inPart = message - before.messages;
      if (inPart < part.messages) return (before.seconds + secondsUntil(inPart, part)) * 1_000_000;
      before = { seconds: before.seconds + part.seconds, messages: before.messages + part.messages };
      index += 1;
    }
  };
}

/** Solves `from * t + slope * t² / 2 = messages`, in the form that also holds for a slope of 0. */
function secondsUntil(
  messages: number,
  { seconds, from, to }: { readonly seconds: number; readonly from: number; readonly to: number },
): number {
  if (messages === 0 && from > 0) return 0;
  const slope = (to - from) / seconds;
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * messages));
  return from + root === 0 ? 0 : (2 * messages) / (from + root);
}
