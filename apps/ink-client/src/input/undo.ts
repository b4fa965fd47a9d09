import type { LineState } from "./line-editor.ts";

/** The earlier states of a line: those before its changes, and those before what was taken back. */
export interface UndoList {
  readonly past: readonly LineState[];
  readonly future: readonly LineState[];
  /** The series that the next change may join; `null` when it is a step of its own. */
  readonly series: Series | null;
}

/** Changes that are taken back together. */
export type Series = "typed" | "history" | "completion";

export const NOTHING_TO_UNDO: UndoList = { past: [], future: [], series: null };

/** The number of steps that are kept: each may hold a text of 64 KiB. */
export const MAX_UNDO_STEPS = 100;

/** The most code units that are typed in one step, as in readline: undo takes back some words, not the whole text. */
const MAX_TYPED_LENGTH = 20;

/** Notes what an edit has changed. A change without a series is a step of its own, and an edit without a change ends a series. */
export function noteChange(undo: UndoList, before: LineState, after: LineState, series: Series | null): UndoList {
  if (before.text === after.text) return undo.series === null ? undo : { ...undo, series: null };
  const start = undo.past.at(-1)?.text.length ?? 0;
  const isTooLong = series === "typed" && after.text.length - start > MAX_TYPED_LENGTH;
  if (series !== null && series === undo.series && !isTooLong) return { ...undo, future: [] };
  return { past: [...undo.past, before].slice(-MAX_UNDO_STEPS), future: [], series };
}

/** Takes the last change back; `null` when there is none. */
export function takeBack({ past, future }: UndoList, line: LineState): { undo: UndoList; line: LineState } | null {
  const before = past.at(-1);
  return before ? { line: before, undo: { past: past.slice(0, -1), future: [...future, line], series: null } } : null;
}

/** Makes the change again that was taken back last; `null` when there is none. */
export function makeAgain({ past, future }: UndoList, line: LineState): { undo: UndoList; line: LineState } | null {
  const after = future.at(-1);
  return after ? { line: after, undo: { past: [...past, line], future: future.slice(0, -1), series: null } } : null;
}
