import {
  type CutLine,
  capitalize,
  changeWord,
  cutToEnd,
  cutToSpace,
  cutToStart,
  cutWordBack,
  cutWordForward,
  deleteBack,
  deleteForward,
  type LineState,
  moveLeft,
  moveRight,
  moveToEnd,
  moveToStart,
  moveWordLeft,
  moveWordRight,
  transpose,
} from "./line-editor.ts";

export type CutBackKind = "delete-word-back" | "delete-to-space" | "delete-to-start";
export type CutForwardKind = "delete-word-forward" | "delete-to-end";
export type LineEditKind =
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "line-start"
  | "line-end"
  | "transpose"
  /** From the cursor to the end of a word, as in readline. */
  | "upper-word"
  | "lower-word"
  | "capitalize-word";

export const LINE_EDITS: Readonly<Record<LineEditKind, (line: LineState) => LineState>> = {
  backspace: deleteBack,
  delete: deleteForward,
  left: moveLeft,
  right: moveRight,
  "word-left": moveWordLeft,
  "word-right": moveWordRight,
  "line-start": moveToStart,
  "line-end": moveToEnd,
  transpose,
  "upper-word": (line) => changeWord(line, (word) => word.toUpperCase()),
  "lower-word": (line) => changeWord(line, (word) => word.toLowerCase()),
  "capitalize-word": (line) => changeWord(line, capitalize),
};

export const CUTS_BACK: Readonly<Record<CutBackKind, (line: LineState) => CutLine>> = {
  "delete-word-back": cutWordBack,
  "delete-to-space": cutToSpace,
  "delete-to-start": cutToStart,
};

export const CUTS_FORWARD: Readonly<Record<CutForwardKind, (line: LineState) => CutLine>> = {
  "delete-word-forward": cutWordForward,
  "delete-to-end": cutToEnd,
};

/** Returns whether an action edits one line of text alone: it needs no history, no completion and no second row. */
export function isLineEdit(action: string): action is LineEditKind | CutBackKind | CutForwardKind | "yank" | "clear" {
  const isCut = Object.hasOwn(CUTS_BACK, action) || Object.hasOwn(CUTS_FORWARD, action);
  return isCut || Object.hasOwn(LINE_EDITS, action) || action === "yank" || action === "clear";
}
