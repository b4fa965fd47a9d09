/** Sequence numbers from the first to before the second; none when they are the same. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function lengthOf({ start, end }: Span): number {
  return end - start;
}

/** What of a span lies within another one. */
export function clip({ start, end }: Span, within: Span): Span {
  const clippedStart = Math.min(Math.max(start, within.start), within.end);
  return { start: clippedStart, end: Math.max(clippedStart, Math.min(end, within.end)) };
}
