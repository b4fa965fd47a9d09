import { cutToWidth, textWidth } from "./text-width.ts";

/** The mark between two reads or writes. */
export const CUT_MARK = "┊";

/** Fewest columns in which a part is shown. */
const LEAST_COLUMNS = 6;

/** Joins the parts of some bytes with marks between them, so that each part and each mark has its share of the columns. */
export function shortenParts(parts: readonly string[], columns: number): string {
  const whole = parts.join(CUT_MARK);
  if (textWidth(whole) <= columns) return whole;
  const share = Math.max(LEAST_COLUMNS, Math.floor((columns - parts.length + 1) / parts.length));
  return cutToWidth(parts.map((part) => cutToWidth(part, share)).join(CUT_MARK), columns);
}
