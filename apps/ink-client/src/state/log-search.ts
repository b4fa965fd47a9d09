import { displayText } from "@chat/protocol";
import { foldText } from "../input/folded-text.ts";
import { EMPTY_LINE, type LineState } from "../input/line-editor.ts";
import type { LogLine } from "./log-line.ts";
import type { Scroll } from "./scroll.ts";

/** A search in the log of a conversation. */
export interface LogSearch {
  /** The text that is searched for, as it is edited. */
  readonly line: LineState;
  /** True when the text is confirmed: letters are keys then. */
  readonly isConfirmed: boolean;
  /** The ids of the lines that match, oldest first. */
  readonly hits: readonly number[];
  /** The index of the hit that is shown; -1 when there is none. */
  readonly index: number;
  /** The position to go back to. */
  readonly scrollBefore: Scroll | null;
  /** Folded lines: each further character costs a hundredth of the first. They take more memory than the log, and go with the search. */
  readonly folded: FoldedLines;
}

type FoldedLines = WeakMap<LogLine, string>;

export function startLogSearch(scrollBefore: Scroll | null): LogSearch {
  return { line: EMPTY_LINE, isConfirmed: false, hits: [], index: -1, scrollBefore, folded: new WeakMap() };
}

/** Searches for another text: from the hit that is shown when the text became longer, else from where the search began. */
export function searchLog(lines: readonly LogLine[], search: LogSearch, line: LineState): LogSearch {
  const hits = findIds(lines, line.text, search.folded);
  const began = search.scrollBefore?.lineId ?? Number.POSITIVE_INFINITY;
  const from = line.text.startsWith(search.line.text) ? (search.hits[search.index] ?? began) : began;
  const older = hits.findLastIndex((id) => id <= from);
  return { ...search, line, isConfirmed: false, hits, index: older === -1 ? hits.length - 1 : older };
}

/** Goes to another hit; past the last one, to the first. */
export function stepLogSearch(search: LogSearch, step: 1 | -1): LogSearch {
  const { length } = search.hits;
  return length === 0 ? search : { ...search, index: (search.index + step + length) % length };
}

/** Follows the log: finds hits among the added lines, and forgets those that were dropped. */
export function followLog(search: LogSearch, added: readonly LogLine[], oldestId: number): LogSearch {
  const kept = search.hits.filter((id) => id >= oldestId);
  const hits = [...kept, ...findIds(added, search.line.text, search.folded).filter((id) => id >= oldestId)];
  const dropped = search.hits.length - kept.length;
  return { ...search, hits, index: hits.length === 0 ? -1 : Math.max(0, search.index - dropped) };
}

/** Returns the lines in which a text is found: in the sender's name, or in what it says. */
export function findHits(lines: readonly LogLine[], wanted: string, known: FoldedLines): readonly LogLine[] {
  const folded = foldText(displayText(wanted));
  return folded === "" ? [] : lines.filter((line) => foldLine(line, known).includes(folded));
}

function findIds(lines: readonly LogLine[], wanted: string, known: FoldedLines): number[] {
  return findHits(lines, wanted, known).map(({ id }) => id);
}

function foldLine(line: LogLine, known: FoldedLines): string {
  const before = known.get(line);
  if (before !== undefined) return before;
  const folded = foldText(`${displayText(line.from)}\n${displayText(line.text)}`);
  known.set(line, folded);
  return folded;
}
