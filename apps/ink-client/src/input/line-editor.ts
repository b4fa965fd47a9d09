import { nextBoundary, previousBoundary, snapBack, snapForward } from "./grapheme-boundary.ts";
import { spacedStartBefore, wordEndAfter, wordStartBefore } from "./word-boundary.ts";

/** A line that is being edited. */
export interface LineState {
  readonly text: string;
  /** In code units from the start of the text; always between two grapheme clusters. */
  readonly cursor: number;
}

/** A line from which something was cut out. */
export interface CutLine {
  readonly line: LineState;
  readonly cut: string;
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
  return placeCursor(before + text.slice(end), before.length);
}

export function deleteBack(line: LineState): LineState {
  return replaceRange(line, previousBoundary(line.text, line.cursor), line.cursor, "");
}

export function deleteForward(line: LineState): LineState {
  return replaceRange(line, line.cursor, nextBoundary(line.text, line.cursor), "");
}

export function moveLeft({ text, cursor }: LineState): LineState {
  return { text, cursor: previousBoundary(text, cursor) };
}

export function moveRight({ text, cursor }: LineState): LineState {
  return { text, cursor: nextBoundary(text, cursor) };
}

export function moveToStart({ text, cursor }: LineState): LineState {
  return { text, cursor: rowStart(text, cursor) };
}

export function moveToEnd({ text, cursor }: LineState): LineState {
  return { text, cursor: rowEnd(text, cursor) };
}

export function cutWordBack(line: LineState): CutLine {
  return cutRange(line, wordStartBefore(line.text, line.cursor), line.cursor);
}

export function cutWordForward(line: LineState): CutLine {
  return cutRange(line, line.cursor, wordEndAfter(line.text, line.cursor));
}

/** Cuts back to white space, as C-w does in a shell: an address or a path goes as one. */
export function cutToSpace(line: LineState): CutLine {
  return cutRange(line, spacedStartBefore(line.text, line.cursor), line.cursor);
}

/** Cuts to the start of the row; at the start, the line end before it, so that the same key can go on. */
export function cutToStart(line: LineState): CutLine {
  const { text, cursor } = line;
  const start = rowStart(text, cursor);
  return cutRange(line, start === cursor ? previousBoundary(text, cursor) : start, cursor);
}

/** Cuts to the end of the row; at the end, the line end itself. */
export function cutToEnd(line: LineState): CutLine {
  const { text, cursor } = line;
  const end = rowEnd(text, cursor);
  return cutRange(line, cursor, end === cursor ? nextBoundary(text, cursor) : end);
}

/** Swaps the characters around the cursor and goes on; at the end, the last two. */
export function transpose(line: LineState): LineState {
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

function cutRange(line: LineState, start: number, end: number): CutLine {
  return { line: replaceRange(line, start, end, ""), cut: line.text.slice(start, end) };
}

/** Moves the cursor out of a cluster that the edit may have joined. */
function placeCursor(text: string, index: number): LineState {
  return { text, cursor: snapForward(text, index) };
}

type LineEdit = (line: LineState) => LineState;
type Cut = (line: LineState) => CutLine;

/** Edits by their names. Those of a word begin at the cursor and go to the word's end, as in readline. */
export const LINE_EDITS = {
  backspace: deleteBack,
  delete: deleteForward,
  left: moveLeft,
  right: moveRight,
  "word-left": ({ text, cursor }) => ({ text, cursor: wordStartBefore(text, cursor) }),
  "word-right": ({ text, cursor }) => ({ text, cursor: wordEndAfter(text, cursor) }),
  "line-start": moveToStart,
  "line-end": moveToEnd,
  transpose,
  "upper-word": (line) => changeWord(line, (word) => word.toUpperCase()),
  "lower-word": (line) => changeWord(line, (word) => word.toLowerCase()),
  "capitalize-word": (line) => changeWord(line, capitalize),
} satisfies Readonly<Record<string, LineEdit>>;
export type LineEditKind = keyof typeof LINE_EDITS;

export const CUTS_BACK = {
  "delete-word-back": cutWordBack,
  "delete-to-space": cutToSpace,
  "delete-to-start": cutToStart,
} satisfies Readonly<Record<string, Cut>>;
export type CutBackKind = keyof typeof CUTS_BACK;

export const CUTS_FORWARD = {
  "delete-word-forward": cutWordForward,
  "delete-to-end": cutToEnd,
} satisfies Readonly<Record<string, Cut>>;
export type CutForwardKind = keyof typeof CUTS_FORWARD;

/** Returns whether an action edits one line of text alone: it needs no history, no completion and no second row. */
export function isLineEdit(action: string): action is LineEditKind | CutBackKind | CutForwardKind | "yank" | "clear" {
  const isCut = Object.hasOwn(CUTS_BACK, action) || Object.hasOwn(CUTS_FORWARD, action);
  return isCut || Object.hasOwn(LINE_EDITS, action) || action === "yank" || action === "clear";
}
