import { nextBoundary, previousBoundary, snapBack, snapForward } from "./grapheme-boundary.ts";
import { spacedStartBefore, wordEndAfter, wordStartBefore } from "./word-boundary.ts";

/** A line that is being edited. */
export interface LineState {
  readonly text: string;
  /** In code units from the start of the text; always between two grapheme clusters. */
  readonly cursor: number;
}

/** A line from which something was cut out, before the cursor or behind it. */
export interface CutLine {
  readonly line: LineState;
  readonly cut: string;
  readonly isBefore: boolean;
}

export const EMPTY_LINE: LineState = { text: "", cursor: 0 };

/** Returns a line with the cursor at its end. Lone surrogates become U+FFFD, since no message can carry them. */
export function lineOf(text: string): LineState {
  return { text: text.toWellFormed(), cursor: text.length };
}

/** Inserts at the cursor, which goes behind the text and behind the marks that follow and now belong to it. */
export function insertText(line: LineState, text: string): LineState {
  return replaceRange(line, line.cursor, line.cursor, text);
}

/** Replaces what is from `start` to `end`, both between clusters, and goes behind the replacement. */
export function replaceRange({ text }: LineState, start: number, end: number, replacement: string): LineState {
  const before = text.slice(0, start) + replacement.toWellFormed();
  const after = before + text.slice(end);
  // The edit may have joined the characters around the cursor.
  return { text: after, cursor: snapForward(after, before.length) };
}

/** Edits by their names. Those of a word begin at the cursor and go to the word's end, as in readline. */
export const LINE_EDITS = {
  backspace: (line) => replaceRange(line, previousBoundary(line.text, line.cursor), line.cursor, ""),
  delete: (line) => replaceRange(line, line.cursor, nextBoundary(line.text, line.cursor), ""),
  left: ({ text, cursor }) => ({ text, cursor: previousBoundary(text, cursor) }),
  right: ({ text, cursor }) => ({ text, cursor: nextBoundary(text, cursor) }),
  "word-left": ({ text, cursor }) => ({ text, cursor: wordStartBefore(text, cursor) }),
  "word-right": ({ text, cursor }) => ({ text, cursor: wordEndAfter(text, cursor) }),
  "line-start": ({ text, cursor }) => ({ text, cursor: rowStart(text, cursor) }),
  "line-end": ({ text, cursor }) => ({ text, cursor: rowEnd(text, cursor) }),
  transpose,
  "upper-word": (line) => changeWord(line, (word) => word.toUpperCase()),
  "lower-word": (line) => changeWord(line, (word) => word.toLowerCase()),
  "capitalize-word": (line) => changeWord(line, capitalize),
} satisfies Readonly<Record<string, (line: LineState) => LineState>>;
export type LineEditKind = keyof typeof LINE_EDITS;

/** The end of each cut that is not the cursor, before it or behind it. */
const CUT_ENDS = {
  "delete-word-back": wordStartBefore,
  "delete-word-forward": wordEndAfter,
  // As C-w does in a shell: an address or a path goes as one.
  "delete-to-space": spacedStartBefore,
  // At the start of the row, the line end before it, so that the same key can go on.
  "delete-to-start": (text, cursor) => Math.min(rowStart(text, cursor), previousBoundary(text, cursor)),
  // At the end of the row, the line end itself.
  "delete-to-end": (text, cursor) => Math.max(rowEnd(text, cursor), nextBoundary(text, cursor)),
} satisfies Readonly<Record<string, (text: string, cursor: number) => number>>;
export type CutKind = keyof typeof CUT_ENDS;

export function cutOut(line: LineState, kind: CutKind): CutLine {
  const { text, cursor } = line;
  const other = CUT_ENDS[kind](text, cursor);
  const [start, end] = [Math.min(cursor, other), Math.max(cursor, other)];
  return { line: replaceRange(line, start, end, ""), cut: text.slice(start, end), isBefore: other < cursor };
}

export function isLineEdit(kind: string): kind is LineEditKind {
  return Object.hasOwn(LINE_EDITS, kind);
}

export function isCut(kind: string): kind is CutKind {
  return Object.hasOwn(CUT_ENDS, kind);
}

/** Swaps the characters around the cursor and goes on; at the end, the last two. */
function transpose(line: LineState): LineState {
  const { text, cursor } = line;
  const middle = cursor === text.length ? previousBoundary(text, cursor) : cursor;
  if (middle === 0) return line;
  const start = previousBoundary(text, middle);
  const end = nextBoundary(text, middle);
  return replaceRange(line, start, end, text.slice(middle, end) + text.slice(start, middle));
}

/** Changes the text from the cursor to the end of a word, and goes there. */
function changeWord(line: LineState, change: (text: string) => string): LineState {
  const end = wordEndAfter(line.text, line.cursor);
  return replaceRange(line, line.cursor, end, change(line.text.slice(line.cursor, end)));
}

function capitalize(text: string): string {
  return text.toLowerCase().replace(/\p{L}/u, (letter) => letter.toUpperCase());
}

function rowStart(text: string, cursor: number): number {
  return text.slice(0, cursor).lastIndexOf("\n") + 1;
}

function rowEnd(text: string, cursor: number): number {
  const lineFeed = text.indexOf("\n", cursor);
  // A carriage return and the line feed behind it are one character.
  return lineFeed === -1 ? text.length : snapBack(text, lineFeed);
}
