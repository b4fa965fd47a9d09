import { previousBoundary } from "./grapheme-boundary.ts";

/** A search for a line of the history by a part of it, in any case. */
export interface HistorySearch {
  readonly query: string;
  /** The newest matching line, or an older one after the search went on; `null` when none matches, or the query is empty. */
  readonly match: string | null;
  /** The index of `match` in the history; without a match, the index from which older lines are searched. */
  readonly index: number;
}

export function startSearch(history: readonly string[]): HistorySearch {
  return { query: "", match: null, index: history.length - 1 };
}

/** Searches for a longer text, from the present match on. */
export function extendQuery(history: readonly string[], search: HistorySearch, text: string): HistorySearch {
  return seek(history, search.query + text.toWellFormed(), search.index);
}

/** Removes the last character of the query, and searches from the newest line again. */
export function shortenQuery(history: readonly string[], { query }: HistorySearch): HistorySearch {
  return seek(history, query.slice(0, previousBoundary(query, query.length)), history.length - 1);
}

/** Goes to the next older match that differs from the present one; stays when there is none. */
export function seekOlder(history: readonly string[], search: HistorySearch): HistorySearch {
  if (search.match === null) return search;
  let older = search;
  do older = seek(history, search.query, older.index - 1);
  while (older.match === search.match);
  return older.match === null ? search : older;
}

function seek(history: readonly string[], query: string, from: number): HistorySearch {
  if (query === "") return startSearch(history);
  const wanted = query.toLowerCase();
  const index = history.findLastIndex((line, at) => at <= from && line.toLowerCase().includes(wanted));
  return index === -1 ? { query, match: null, index: from } : { query, match: history[index] ?? null, index };
}
