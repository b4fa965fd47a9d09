/** The state of going through the history. */
export interface HistoryBrowsing {
  /** The index of the line that is shown; the unfinished line has the length of the history. */
  readonly index: number;
  /** Edited lines by index, where they differ from the history; the unfinished one is always among them. */
  readonly edited: ReadonlyMap<number, string>;
}

/** The number of lines that a prompt remembers. */
export const MAX_HISTORY_LINES = 500;

/** Adds a line, unless it is blank or the same as the last one. Past {@link MAX_HISTORY_LINES} the oldest goes. */
export function rememberLine(history: readonly string[], text: string): readonly string[] {
  if (!/\P{White_Space}/u.test(text) || text === history.at(-1)) return history;
  return [...history, text].slice(-MAX_HISTORY_LINES);
}

/** Adds a line while the user may be somewhere in the history: there, the same line stays, and what was changed in others. */
export function rememberAside(
  history: readonly string[],
  browsing: HistoryBrowsing | null,
  text: string,
): { readonly history: readonly string[]; readonly browsing: HistoryBrowsing | null } {
  const longer = rememberLine(history, text);
  if (longer === history || !browsing) return { history: longer, browsing };
  const dropped = history.length + 1 - longer.length;
  const move = (index: number) => (index === history.length ? longer.length : Math.max(0, index - dropped));
  const edited = new Map([...browsing.edited].map(([index, line]) => [move(index), line]));
  return { history: longer, browsing: { index: move(browsing.index), edited } };
}

/**
 * Goes to a line of the history, or to the unfinished one behind its end. Keeps the line that it leaves.
 *
 * @param text the line that it leaves
 * @returns the new state and the line; `null` when there is no such line
 */
export function goToLine(
  history: readonly string[],
  browsing: HistoryBrowsing | null,
  text: string,
  index: number,
): { readonly browsing: HistoryBrowsing; readonly text: string } | null {
  if (index < 0 || index > history.length) return null;
  const left = browsing?.index ?? history.length;
  const edited = new Map(browsing?.edited);
  if (history[left] === text) edited.delete(left);
  else edited.set(left, text);
  return { browsing: { index, edited }, text: edited.get(index) ?? history[index] ?? "" };
}
