import type { LineState } from "./line-editor.ts";

/** The earlier states of a line: those before its changes, and those before what was taken back. */
export interface UndoList {
  readonly past: readonly LineState[];
  readonly future: readonly LineState[];
  /** The series that the next change may join; `null` when it is a step of its own. */
  readonly series: Series | null;
}

/** Changes that are taken back together. */
export interface Series {
  readonly kind: "typed" | "history" | "completion";
  /** The number of typed code units; 0 when the series may have any length. */
  readonly length: number;
}

export const NOTHING_TO_UNDO: UndoList = { past: [], future: [], series: null };

/** The number of steps that are kept: each may hold a text of 64 KiB. */
export const MAX_UNDO_STEPS = 100;

/** The most code units that are typed in one step, as in readline: undo takes back some words, not the whole text. */
const MAX_TYPED_LENGTH = 20;

/**
 * Notes a change of a line.
 *
 * @param series the series of the change; `null` for a step of its own
 */
export function noteChange(undo: UndoList, before: LineState, after: LineState, series: Series | null): UndoList {
  if (before.text === after.text) return undo.series === null ? undo : { ...undo, series: null };
  const length = (undo.series?.length ?? 0) + (series?.length ?? 0);
  if (series && series.kind === undo.series?.kind && length <= MAX_TYPED_LENGTH) {
    return { past: undo.past, future: [], series: { kind: series.kind, length } };
  }
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
