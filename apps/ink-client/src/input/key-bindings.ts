export type Action = (typeof KEYS)[number]["action"];

/** The actions that lead from one conversation to another, or are about all of them. */
export type ConversationAction = Extract<Action, `${string}conversation${string}` | "next-unread" | "mark-all-read">;

export type ScrollAction = Extract<Action, `scroll-${string}`>;

export interface KeyBinding<Name extends string = Action> {
  /** By their names, the one to remember first. Two with a space between are pressed one after the other. */
  readonly keys: readonly string[];
  readonly action: Name;
  readonly summary: string;
  /** Heading on the help screen. */
  readonly group: string;
}

const CONVERSATION_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/**
 * Every key that does something, for people who know readline, weechat or irssi. The help screen is made from it.
 * `accept-search` has no key of its own: any other editing key does it first, and so does `submit`.
 */
export const KEYS = [
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
    [["M-u"], "upper-word", "Write the word behind in capitals"],
    [["M-l"], "lower-word", "Write the word behind in small letters"],
    [["M-c"], "capitalize-word", "Begin the word behind with a capital"],
    [["C-_", "C-/", "C-x C-u"], "undo", "Take the last change of the text back"],
    [["C-M-_", "C-x C-r"], "redo", "Make again what was taken back"],
    [["C-x C-e"], "edit-outside", "Edit the text in $VISUAL or $EDITOR"],
    [["M-s"], "resend", "Send the last message again that did not arrive"],
  ]),
  ...inGroup("Completing and finding", [
    [["Tab"], "complete", "Complete a name, command or file; again: the next"],
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
    [["M-h"], "mark-all-read", "Mark all messages as read"],
    ...CONVERSATION_NUMBERS.map(
      (number) => [[`M-${number % 10}`], `conversation-${number}`, `Go to conversation ${number}`] as const,
    ),
    [["M-j"], "choose-conversation", "Go to a conversation by two digits: M-j 1 2 to the twelfth"],
  ]),
  ...inGroup("Scrolling", [
    [["PgUp"], "scroll-up", "Scroll up one page"],
    [["PgDn"], "scroll-down", "Scroll down one page"],
    [["M-PgUp", "S-PgUp"], "scroll-up-half", "Scroll up half a page"],
    [["M-PgDn", "S-PgDn"], "scroll-down-half", "Scroll down half a page"],
    [["M-<", "M-Home"], "scroll-top", "Scroll to the first line"],
    [["M->", "M-End"], "scroll-bottom", "Scroll to the last line"],
    [["F11"], "people-up", "Scroll the people online up"],
    [["F12"], "people-down", "Scroll the people online down"],
  ]),
  ...inGroup("Program", [
    [["F1"], "help", "Show what each key does"],
    [["C-l"], "redraw", "Draw the screen anew"],
    [["C-x C-l"], "bare-view", "Show the log alone to select text; M-l on an empty line too"],
    [["C-c"], "interrupt", "Empty the line; twice: leave the chat"],
    [["C-d"], "end-of-input", "Delete the character here; on an empty line: leave"],
    [["C-z"], "suspend", "Go back to the shell for a while (fg returns)"],
  ]),
];

export function findAction(keyName: string, bindings: readonly KeyBinding[] = KEYS): Action | null {
  return bindings.find(({ keys }) => keys.includes(keyName))?.action ?? null;
}

const NAMED_KEY =
  /^(?:C-)?(?:M-)?(?:S-)?(?:Enter|Tab|Esc|Backspace|Insert|Delete|Home|End|Pg(?:Up|Dn)|Up|Down|Left|Right|F(?:[1-9]|1[0-2]))$/;
/** A character alone is typed, and of these with Ctrl most terminals make Tab, Enter, Esc and Backspace. */
const CHARACTER_KEY = /^(?:M-|C-(?:M-)?(?![imh[]$))(?:[\p{Ll}\p{Lo}\p{N}\p{P}\p{S}]|Space)$/u;

/** Returns whether a key has this name, or a chord of two, so that an action can have it. */
export function isKeyName(name: string): boolean {
  const [first = "", second, ...others] = name.split(" ");
  if (others.length > 0) return false;
  return isSingleKey(first) && (second === undefined || isSingleKey(second) || /^\S$/u.test(second));
}

function isSingleKey(name: string): boolean {
  return NAMED_KEY.test(name) || CHARACTER_KEY.test(name);
}

export function isScrollAction(action: Action): action is ScrollAction {
  return action.startsWith("scroll-");
}

/** Returns whether an action is about conversations, and not about the text that is typed. */
export function isConversationAction(action: Action): action is ConversationAction {
  return action.includes("conversation") || action === "next-unread" || action === "mark-all-read";
}

type Row<Name> = readonly [keys: readonly string[], action: Name, summary: string];

function inGroup<const Name extends string>(group: string, rows: readonly Row<Name>[]): readonly KeyBinding<Name>[] {
  return rows.map(([keys, action, summary]) => ({ keys, action, summary, group }));
}

/** Returns whether a key only begins others, as `C-x` begins `C-x C-e`. */
export function isPrefix(keyName: string, bindings: readonly KeyBinding[] = KEYS): boolean {
  return bindings.some(({ keys }) => keys.some((key) => key.startsWith(`${keyName} `)));
}
