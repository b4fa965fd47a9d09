import { previousBoundary } from "./grapheme-boundary.ts";

/** Looking for a line of the history by a part of it, upper and lower case being the same. */
export interface HistorySearch {
  readonly query: string;
  /** The newest fitting line, or an older one after the search went on; `null` when none fits, or nothing is sought. */
  readonly match: string | null;
  /** Where in the history `match` is, or from where on, towards the oldest, it is sought. */
  readonly index: number;
}

export function startSearch(history: readonly string[]): HistorySearch {
  return { query: "", match: null, index: history.length - 1 };
}

/** Seeks a longer text, from the present match on. */
export function extendQuery(history: readonly string[], search: HistorySearch, text: string): HistorySearch {
  return seek(history, search.query + text.toWellFormed(), search.index);
}

/** Takes the last character of the text away, and seeks from the newest line again. */
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
