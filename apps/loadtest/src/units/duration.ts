/** Milliseconds of each unit, the longest first: in a duration of several parts they stand in this order. */
const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

type Unit = keyof typeof UNIT_MS;

const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|h|m|s)/g;

/** Message about a text that is no duration. */
export const DURATION_RULE = "a duration is a number with its unit, such as 500ms, 10s, 2m or 1h30m";

/** Reads a duration as people write it, `10s` or `1h30m`, in milliseconds; `null` when it is none. */
export function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  const parts = [...text.matchAll(PART)].map(([, amount, unit]) => ({ amount: Number(amount), unit: unit as Unit }));
  const units = Object.keys(UNIT_MS);
  const positions = parts.map(({ unit }) => units.indexOf(unit));
  // Each unit once, the longer one first: 30m1h is a slip of somebody's.
  if (positions.some((position, index) => index > 0 && position <= (positions[index - 1] ?? 0))) return null;
  return parts.reduce((sum, { amount, unit }) => sum + amount * UNIT_MS[unit], 0);
}

/** Writes a duration so that {@link parseDuration} reads the same: `1h30m`, `1.5s`. */
export function writeDuration(ms: number): string {
  if (ms < UNIT_MS.s) return `${ms}ms`;
  const hours = Math.floor(ms / UNIT_MS.h);
  const minutes = Math.floor((ms % UNIT_MS.h) / UNIT_MS.m);
  const seconds = (ms % UNIT_MS.m) / UNIT_MS.s;
  return [hours && `${hours}h`, minutes && `${minutes}m`, seconds && `${seconds}s`].filter(Boolean).join("");
}

/** A time that is drawn anew each time, between two bounds in milliseconds. */
export interface DurationRange {
  readonly min: number;
  readonly max: number;
}

/** Message about a text that is no range. */
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
