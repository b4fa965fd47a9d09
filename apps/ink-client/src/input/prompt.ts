import { EMPTY_LINE, type LineState } from "./line-editor.ts";

/** What a conversation's prompt holds: the line being edited, and what was typed before. */
export interface Prompt {
  readonly line: LineState;
  /** What was cut last, for `yank`. */
  readonly killed: string;
  /** Whether the last edit cut something, so that the next cut adds to `killed` instead of replacing it. */
  readonly isKilling: boolean;
  /** Lines that were submitted, oldest first, without consecutive duplicates; at most {@link MAX_HISTORY_LINES}. */
  readonly history: readonly string[];
  /** Where in the history the line comes from, or `null` while it is a new one. */
  readonly browsing: HistoryBrowsing | null;
  readonly search: HistorySearch | null;
  /** A completion with several candidates that Tab goes through, or `null`. */
  readonly completion: Completion | null;
  /** Whether the menu was closed by hand; it may open again when the text changes. */
  readonly isMenuClosed: boolean;
}

export interface HistoryBrowsing {
  /** Of the line that is shown; that of the unfinished line is the history's length. */
  readonly index: number;
  /** Lines by index as they were left, where they differ from the history; the unfinished one is always among them. */
  readonly edited: ReadonlyMap<number, string>;
}

export interface HistorySearch {
  readonly query: string;
  /** The newest fitting line, or an older one after `search` was repeated; `null` when none fits, or nothing is sought. */
  readonly match: string | null;
  /** Where in the history `match` is, or from where on it is sought. */
  readonly index: number;
}

/** What a word can be completed to. */
export interface Candidate {
  readonly label: string;
  readonly hint: string;
  readonly isServer: boolean;
  /** What replaces the word, trailing space included. */
  readonly text: string;
}

export interface Completion {
  /** The line before the first Tab. */
  readonly original: LineState;
  /** Where the replaced word starts, in code units. */
  readonly start: number;
  /** At least two. */
  readonly candidates: readonly Candidate[];
  /** Index of the candidate that stands in the line. */
  readonly selected: number;
}

/** What a key does to the prompt. */
export type PromptEdit =
  | { readonly kind: "insert" | "set"; readonly text: string }
  | { readonly kind: PlainPromptEdit };

/** The edits that need no text: a key is enough. */
export type PlainPromptEdit =
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "line-start"
  | "line-end"
  | "delete-word-back"
  | "delete-word-forward"
  /** Deletes back to white space, as C-w does. */
  | "delete-to-space"
  | "delete-to-start"
  | "delete-to-end"
  | "yank"
  | "transpose"
  | "older"
  | "newer"
  /** Starts the search of the history; again: the next older match. */
  | "search"
  | "accept-search"
  /** Ends the search, the completion (the word is again what was typed) or the menu, in this order. */
  | "cancel"
  | "complete"
  | "complete-back"
  | "clear";

/** What words can be completed to. */
export interface CompletionContext {
  /** People, most recent speaker first. */
  readonly names: readonly string[];
  /** Titles of the open conversations: `/query` goes there too. */
  readonly conversations: readonly string[];
  readonly serverCommands: readonly { readonly name: string; readonly summary: string }[];
}

/** What can be chosen at the prompt. */
export interface PromptMenu {
  readonly items: readonly { readonly label: string; readonly hint: string; readonly isServer: boolean }[];
  /** Index of the item that stands in the line, or -1 while none was chosen. */
  readonly selected: number;
}

/** How many lines a prompt remembers. */
export const MAX_HISTORY_LINES = 500;

export const EMPTY_PROMPT: Prompt = {
  line: EMPTY_LINE,
  killed: "",
  isKilling: false,
  history: [],
  browsing: null,
  search: null,
  completion: null,
  isMenuClosed: false,
};

/** Gives the prompt after an edit; the same object when nothing changes. */
export function editPrompt(_prompt: Prompt, _edit: PromptEdit, _context: CompletionContext): Prompt {
  throw new Error("Not written yet.");
}

/** Takes the line for sending: adds it to the history and empties the prompt. A match of the search is taken first. */
export function submitPrompt(_prompt: Prompt): { readonly text: string; readonly prompt: Prompt } {
  throw new Error("Not written yet.");
}

/** Gives the menu to show, or `null`: commands or names that fit the first word, or the candidates of a completion. */
export function promptMenu(_prompt: Prompt, _context: CompletionContext): PromptMenu | null {
  throw new Error("Not written yet.");
}
