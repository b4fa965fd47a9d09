import {
  type Candidate,
  type Completion,
  type CompletionContext,
  completedLine,
  NOTHING_TO_COMPLETE,
  startCompletion,
  stepCompletion,
  suggestFirstWord,
} from "./completion.ts";
import { goToLine, type HistoryBrowsing, rememberAside, rememberLine } from "./history.ts";
import { extendQuery, type HistorySearch, seekOlder, shortenQuery, startSearch } from "./history-search.ts";
import {
  type CutKind,
  cutOut,
  EMPTY_LINE,
  insertText,
  isCut,
  isLineEdit,
  LINE_EDITS,
  type LineEditKind,
  type LineState,
  lineOf,
} from "./line-editor.ts";
import { makeAgain, NOTHING_TO_UNDO, noteChange, type Series, takeBack, type UndoList } from "./undo.ts";

/** The prompt of a conversation: the line that is edited, and the history. */
export interface Prompt {
  readonly line: LineState;
  readonly undo: UndoList;
  /** The text that was cut last, for `yank`. */
  readonly killed: string;
  /** True when the last edit cut something: the next cut then adds to `killed` instead of replacing it. */
  readonly isKilling: boolean;
  /** Lines that were submitted, oldest first, none blank, no two in a row the same, and not more than 500. */
  readonly history: readonly string[];
  /** The position in the history, or `null` when the user did not go there since the last submit. */
  readonly browsing: HistoryBrowsing | null;
  readonly search: HistorySearch | null;
  /** A completion with several candidates that Tab goes through, or `null`. */
  readonly completion: Completion | null;
  /** True when the menu stays closed until the text changes: it was closed, or the line came from the history. */
  readonly isMenuClosed: boolean;
}

/** The edits that need no text, so that a key is enough. */
export type PlainPromptEdit = LineEditKind | CutKind | KeyEdit;

/** Those that are about more than the line, or about its text as a whole. */
type KeyEdit =
  | "newline"
  | "yank"
  /** Takes the last change of the line back. What was typed in a row is one change. */
  | "undo"
  | "redo"
  | "older"
  | "newer"
  /** Starts the search of the history; again: goes to the next older match. */
  | "search"
  | "accept-search"
  /** Ends the search, else the completion (the word is again what was typed), else closes the menu. */
  | "cancel"
  | "complete"
  | "complete-back"
  /** Empties the line; what was in it can be yanked. */
  | "clear";

/**
 * An edit of a prompt. During a search, `insert` and `backspace` edit the query, and every other edit of the line takes
 * the match first.
 */
export type PromptEdit =
  | { readonly kind: "insert" | "set"; readonly text: string }
  /** Puts the cursor to an offset in the text, which has to be between two clusters. */
  | { readonly kind: "go-to"; readonly cursor: number }
  | { readonly kind: PlainPromptEdit };

/** A text of one line that is edited as the prompt is, without history, completion or a second row. */
export type Field = Pick<Prompt, "line" | "killed">;

export interface PromptMenu {
  readonly items: readonly Pick<Candidate, "label" | "hint" | "isServer">[];
  /** Index of the item that stands in the line, or -1 while none was chosen. */
  readonly selected: number;
}

export const EMPTY_PROMPT: Prompt = {
  line: EMPTY_LINE,
  undo: NOTHING_TO_UNDO,
  killed: "",
  isKilling: false,
  history: [],
  browsing: null,
  search: null,
  completion: null,
  isMenuClosed: false,
};

/** Returns the prompt after an edit. Never throws, and takes time linear in the length of the line. */
export function editPrompt(prompt: Prompt, edit: PromptEdit, context: CompletionContext): Prompt {
  const edited = applyEdit(prompt, edit, context);
  if (edited.undo !== prompt.undo) return edited;
  const undo = noteChange(prompt.undo, prompt.line, edited.line, SERIES[edit.kind] ?? null);
  return undo === edited.undo ? edited : { ...edited, undo };
}

function readEdit(action: string | null, text: string | null): PromptEdit | null {
  if (action === null) return text === null ? null : { kind: "insert", text };
  if (action === "end-of-input") return { kind: "delete" };
  return isLineEdit(action) || isCut(action) || action === "yank" || action === "clear" ? { kind: action } : null;
}

function applyEdit(prompt: Prompt, edit: PromptEdit, context: CompletionContext): Prompt {
  const { line, search } = prompt;
  if (search) return editSearch(prompt, search, edit, context);
  switch (edit.kind) {
    case "insert":
      return withLine(prompt, insertText(line, edit.text));
    case "set":
      return { ...withLine(prompt, lineOf(edit.text)), browsing: null };
    case "go-to":
      return withLine(prompt, { text: line.text, cursor: edit.cursor });
    default:
      if (isLineEdit(edit.kind)) return withLine(prompt, LINE_EDITS[edit.kind](line));
      return isCut(edit.kind) ? cut(prompt, edit.kind) : KEY_EDITS[edit.kind](prompt, context);
  }
}

const KEY_EDITS: Readonly<Record<KeyEdit, (prompt: Prompt, context: CompletionContext) => Prompt>> = {
  newline: (prompt) => withLine(prompt, insertText(prompt.line, "\n")),
  yank: (prompt) => withLine(prompt, insertText(prompt.line, prompt.killed)),
  clear: (prompt) => ({ ...withLine(prompt, EMPTY_LINE), browsing: null, killed: prompt.line.text || prompt.killed }),
  undo: (prompt) => ({ ...atRest(prompt), ...takeBack(prompt.undo, prompt.line) }),
  redo: (prompt) => ({ ...atRest(prompt), ...makeAgain(prompt.undo, prompt.line) }),
  older: (prompt) => browse(prompt, -1),
  newer: (prompt) => browse(prompt, 1),
  search: (prompt) => ({ ...atRest(prompt), search: startSearch(prompt.history) }),
  "accept-search": atRest,
  cancel: (prompt) =>
    prompt.completion ? withLine(prompt, prompt.completion.original) : { ...atRest(prompt), isMenuClosed: true },
  complete: (prompt, context) => complete(prompt, context, 1),
  "complete-back": (prompt, context) => complete(prompt, context, -1),
};

/** Edits a text of one line by a key, as the prompt does; `null` when the key edits no line. */
export function editField(field: Field, action: string | null, text: string | null): Field | null {
  const edit = readEdit(action, text);
  return edit && editPrompt({ ...EMPTY_PROMPT, ...field }, edit, NOTHING_TO_COMPLETE);
}

/** Takes the line for sending: adds it to the history, and empties the prompt. */
export function submitPrompt({ line, killed, history }: Prompt): { readonly text: string; readonly prompt: Prompt } {
  return { text: line.text, prompt: { ...EMPTY_PROMPT, killed, history: rememberLine(history, line.text) } };
}

/** Adds a line that was sent past the prompt, as a paste is, to the history. The line that is edited stays. Ends a search. */
export function rememberSent(prompt: Prompt, text: string): Prompt {
  return { ...prompt, ...rememberAside(prompt.history, prompt.browsing, text), search: null };
}

/**
 * Returns the menu to show, or `null`: the candidates that Tab goes through, or those for the first word while it is
 * typed, commands behind a slash and names behind an at sign.
 */
export function promptMenu(prompt: Prompt, context: CompletionContext): PromptMenu | null {
  if (prompt.completion) return { items: prompt.completion.candidates, selected: prompt.completion.selected };
  if (prompt.search || prompt.isMenuClosed) return null;
  const items = suggestFirstWord(prompt.line, context);
  return items.length === 0 ? null : { items, selected: -1 };
}

function editSearch(prompt: Prompt, search: HistorySearch, edit: PromptEdit, context: CompletionContext): Prompt {
  const { history } = prompt;
  switch (edit.kind) {
    case "insert":
      return { ...prompt, search: extendQuery(history, search, edit.text) };
    case "backspace":
      return { ...prompt, search: shortenQuery(history, search) };
    case "search":
      return { ...prompt, search: seekOlder(history, search) };
    case "cancel":
    case "undo":
    case "redo":
      return { ...prompt, search: null };
    case "set":
    case "clear":
      // These replace the line whatever it is; the unfinished one is worth more to `yank` than a match.
      return applyEdit({ ...prompt, search: null }, edit, context);
    default:
      return applyEdit(acceptMatch(prompt, search), edit, context);
  }
}

function acceptMatch(prompt: Prompt, { match, index }: HistorySearch): Prompt {
  if (match === null) return { ...prompt, search: null };
  // The match is the line that was sent, even where the draft changed it.
  return { ...goTo({ ...prompt, search: null }, index), line: lineOf(match) };
}

function browse(prompt: Prompt, step: 1 | -1): Prompt {
  return goTo(prompt, (prompt.browsing?.index ?? prompt.history.length) + step);
}

function goTo(prompt: Prompt, index: number): Prompt {
  const reached = goToLine(prompt.history, prompt.browsing, prompt.line.text, index);
  if (!reached) return atRest(prompt);
  // A command from the history is complete: a menu would only cover the log.
  return { ...atRest(prompt), line: lineOf(reached.text), browsing: reached.browsing, isMenuClosed: true };
}

function complete(prompt: Prompt, context: CompletionContext, step: 1 | -1): Prompt {
  const completion = prompt.completion
    ? stepCompletion(prompt.completion, step)
    : startCompletion(prompt.line, context, step);
  if (!completion) return atRest(prompt);
  const completed = withLine(prompt, completedLine(completion));
  return completion.candidates.length === 1 ? completed : { ...completed, completion };
}

/** Consecutive cuts make one, in which each is on the side where it was in the line. */
function cut(prompt: Prompt, kind: CutKind): Prompt {
  const { killed, isKilling } = prompt;
  const { line, cut, isBefore } = cutOut(prompt.line, kind);
  if (cut === "") return { ...atRest(prompt), isKilling };
  const all = isBefore ? cut + killed : killed + cut;
  return { ...withLine(prompt, line), killed: isKilling ? all : cut, isKilling: true };
}

function withLine(prompt: Prompt, line: LineState): Prompt {
  const isMenuClosed = prompt.isMenuClosed && line.text === prompt.line.text;
  return { ...atRest(prompt), line, isMenuClosed };
}

function atRest(prompt: Prompt): Prompt {
  return { ...prompt, isKilling: false, completion: null };
}

/** The edits that are taken back together when they follow one another. */
const SERIES: Partial<Record<PromptEdit["kind"], Series>> = {
  insert: "typed",
  older: "history",
  newer: "history",
  complete: "completion",
  "complete-back": "completion",
};
