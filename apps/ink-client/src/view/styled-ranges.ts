import type { Segment } from "@chat/terminal-rows/row";

/** A part of a text, in code units, and what is special about it. */
export interface StyledRange {
  readonly start: number;
  readonly end: number;
  readonly style: Omit<Segment, "text">;
}

/** Styles the ranges of a text that lie in a segment of it. A range may go on in the next segment. */
export function styleRanges(segment: Segment, offset: number, ranges: readonly StyledRange[]): Segment[] {
  const { text } = segment;
  const parts: Segment[] = [];
  let used = 0;
  for (const { start, end, style } of ranges) {
    const [from, to] = [Math.max(used, start - offset), Math.min(text.length, end - offset)];
    if (from >= to) continue;
    parts.push({ ...segment, text: text.slice(used, from) }, { ...segment, ...style, text: text.slice(from, to) });
    used = to;
  }
  return [...parts, { ...segment, text: text.slice(used) }].filter((part) => part.text !== "");
}
