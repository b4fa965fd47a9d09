import { parseDuration } from "./duration.ts";

/** A time that is drawn anew each time, between two bounds in milliseconds. */
export interface DurationRange {
  readonly min: number;
  readonly max: number;
}

/** What is wrong with a text that is no range, and what would be right. */
export const DURATION_RANGE_RULE =
  "a range is one duration, such as 500ms, or two, such as 100ms-1s, the shorter one first";

/** Reads `100ms-1s`, or one duration for always the same; `null` when it is neither. Nothing is paced by 0. */
export function parseDurationRange(text: string): DurationRange | null {
  const [first = "", second = first, ...more] = text.split("-");
  const min = parseDuration(first);
  const max = parseDuration(second);
  if (more.length > 0 || min === null || max === null || min > max || max === 0) return null;
  return { min, max };
}
