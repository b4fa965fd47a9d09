/** A part of a long list. */
export interface RowWindow {
  readonly offset: number;
  readonly limit: number;
}

/** The order of its rows. */
export interface Order<Key extends string> {
  readonly sort: Key;
  readonly order: "asc" | "desc";
}

/** Rows above and below the visible ones that are there already when somebody scrolls. */
const SPARE_ROWS = 12;

/** Most rows that the server gives at once. */
const MAX_ROWS = 100;

/** Returns the rows of a list that a viewport shows, and some around them. All lengths are in pixels. */
export function visibleWindow(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight) - SPARE_ROWS;
  const limit = Math.min(MAX_ROWS, Math.ceil(height / rowHeight) + 2 * SPARE_ROWS);
  const offset = Math.max(0, Math.min(first, count - limit));
  return { offset, limit };
}
