/** The numbers from `start` to before `end`; none when they are the same. */
export interface NumberRange {
  readonly start: number;
  readonly end: number;
}

export function lengthOf({ start, end }: NumberRange): number {
  return end - start;
}

/** Returns the part of a range that lies within another one. */
export function clip({ start, end }: NumberRange, within: NumberRange): NumberRange {
  const clippedStart = Math.min(Math.max(start, within.start), within.end);
  return { start: clippedStart, end: Math.max(clippedStart, Math.min(end, within.end)) };
}
