import type { PlainPromptEdit } from "./prompt.ts";

/** The actions of keys. */
export type Action =
  | PlainPromptEdit
  | "submit"
  | "search-log"
  | "scroll-up"
  | "scroll-down"
  | "scroll-up-half"
  | "scroll-down-half"
  | "scroll-top"
  | "scroll-bottom"
  | "next-conversation"
  | "previous-conversation"
  | `conversation-${ConversationNumber}`
  | "next-unread"
  | "help"
  | "redraw"
  | "interrupt"
  /** Deletes forward when there is text, as `delete` does. */
  | "end-of-input"
  | "suspend";

export interface KeyBinding {
  /** As `keyName` names them, the one to remember first. */
  readonly keys: readonly string[];
  readonly action: Action;
  readonly summary: string;
  /** Heading on the help screen. */
  readonly group: string;
}

type ConversationNumber = (typeof CONVERSATION_NUMBERS)[number];

const CONVERSATION_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * Every key that does something, for people who know readline, weechat or irssi. The help screen is made from it.
 * `accept-search` has no key of its own: any other editing key does it first, and so does `submit`.
 */
export const KEYS: readonly KeyBinding[] = [
  ...inGroup("Writing", [
    [["Enter", "C-j"], "submit", "Send the line"],
    [["M-Enter", "S-Enter", "C-Enter"], "newline", "Begin a new row of the same message"],
    [["Left", "C-b"], "left", "Go back one character"],
    [["Right", "C-f"], "right", "Go on one character"],
    [["M-b", "C-Left"], "word-left", "Go back one word"],
    [["M-f", "C-Right"], "word-right", "Go on one word"],
    [["C-a", "Home"], "line-start", "Go to the start of the row"],
    [["C-e", "End"], "line-end", "Go to the end of the row"],
    [["Backspace"], "backspace", "Delete the character before"],
    [["Delete"], "delete", "Delete the character here"],
    [["C-w"], "delete-to-space", "Cut back to the last space"],
    [["M-Backspace"], "delete-word-back", "Cut the word before"],
    [["M-d", "C-Delete"], "delete-word-forward", "Cut the word behind"],
    [["C-u"], "delete-to-start", "Cut to the start of the row"],
    [["C-k"], "delete-to-end", "Cut to the end of the row"],
    [["M-r"], "clear", "Cut the whole text"],
    [["C-y"], "yank", "Insert what was cut last"],
    [["C-t"], "transpose", "Swap the last two characters"],
  ]),
  ...inGroup("Completing and finding", [
    [["Tab"], "complete", "Complete a name or a command; again: the next one"],
    [["S-Tab"], "complete-back", "Go back to the completion before"],
    [["Up"], "older", "Go up a row; from the first one: to the line sent before"],
    [["Down"], "newer", "Go down a row; from the last one: to the line sent after"],
    [["C-r"], "search", "Search the lines sent; again: an older one"],
    [["C-s"], "search-log", "Search the log; Enter, then n and N go to other hits"],
    [["Esc", "C-g"], "cancel", "Leave the search, the completion or the menu"],
  ]),
  ...inGroup("Conversations", [
    [["M-Right", "M-n", "C-n"], "next-conversation", "Go to the next conversation"],
    [["M-Left", "M-p", "C-p"], "previous-conversation", "Go to the conversation before"],
    [["M-a"], "next-unread", "Go to the next one with unread messages"],
    ...CONVERSATION_NUMBERS.map(
      (number): Row => [[`M-${number}`], `conversation-${number}`, `Go to conversation ${number}`],
    ),
  ]),
  ...inGroup("Scrolling", [
    [["PgUp"], "scroll-up", "Scroll up one page"],
    [["PgDn"], "scroll-down", "Scroll down one page"],
    [["M-PgUp", "S-PgUp"], "scroll-up-half", "Scroll up half a page"],
    [["M-PgDn", "S-PgDn"], "scroll-down-half", "Scroll down half a page"],
    [["M-<", "M-Home"], "scroll-top", "Scroll to the first line"],
    [["M->", "M-End"], "scroll-bottom", "Scroll to the last line"],
  ]),
  ...inGroup("Program", [
    [["F1"], "help", "Show what each key does"],
    [["C-l"], "redraw", "Draw the screen anew"],
    [["C-c"], "interrupt", "Empty the line; twice: leave the chat"],
    [["C-d"], "end-of-input", "Delete the character here; on an empty line: leave"],
    [["C-z"], "suspend", "Go back to the shell for a while (fg returns)"],
  ]),
];

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  KEYS.flatMap(({ keys, action }) => keys.map((key): [string, Action] => [key, action])),
);

/** Finds the action of a key by its name from `keyName`. */
export function findAction(keyName: string): Action | null {
  return ACTIONS.get(keyName) ?? null;
}

type Row = readonly [keys: readonly string[], action: Action, summary: string];

function inGroup(group: string, rows: readonly Row[]): readonly KeyBinding[] {
  return rows.map(([keys, action, summary]) => ({ keys, action, summary, group }));
}
