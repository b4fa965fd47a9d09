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
 * `accept-search` has no key of its own: any other editing key does it first, and `submit` does it alone.
 */
export const KEYS = [
  ...inGroup("Writing", [
    [["Enter", "C-j"], "submit", "Send the line"],
    [["M-Enter", "S-Enter", "C-Enter"], "newline", "Begin a new row"],
    [["Left", "C-b"], "left", "Go back a character"],
    [["Right", "C-f"], "right", "Go on a character"],
    [["M-b", "C-Left"], "word-left", "Go back a word"],
    [["M-f", "C-Right"], "word-right", "Go on a word"],
    [["C-a", "Home"], "line-start", "Go to the row's start"],
    [["C-e", "End"], "line-end", "Go to the row's end"],
    [["Backspace"], "backspace", "Delete backwards"],
    [["Delete"], "delete", "Delete forwards"],
    [["C-w"], "delete-to-space", "Cut to the last space"],
    [["M-Backspace"], "delete-word-back", "Cut the word before"],
    [["M-d", "C-Delete"], "delete-word-forward", "Cut the word behind"],
    [["C-u"], "delete-to-start", "Cut to the row's start"],
    [["C-k"], "delete-to-end", "Cut to the row's end"],
    [["M-r"], "clear", "Cut the whole text"],
    [["C-y"], "yank", "Insert the last cut"],
    [["C-t"], "transpose", "Swap two characters"],
    [["M-u"], "upper-word", "Put a word in capitals"],
    [["M-l"], "lower-word", "Make its letters small"],
    [["M-c"], "capitalize-word", "Start with a capital"],
    [["C-_", "C-/", "C-x C-u"], "undo", "Undo the last change"],
    [["C-M-_", "C-x C-r"], "redo", "Redo it"],
    [["C-x C-e"], "edit-outside", "Edit it in $EDITOR"],
    [["M-s"], "resend", "Resend what failed"],
  ]),
  ...inGroup("Completing and finding", [
    [["Tab"], "complete", "Complete; again: the next"],
    [["S-Tab"], "complete-back", "Complete the one before"],
    [["Up"], "older", "Up a row, or a line earlier"],
    [["Down"], "newer", "Down a row, or a line later"],
    [["C-r"], "search", "Search the lines you sent"],
    [["C-s"], "search-log", "Search the log; then n, N"],
    [["Esc", "C-g"], "cancel", "Leave the search or menu"],
  ]),
  ...inGroup("Conversations", [
    [["M-Right", "M-n", "C-n", "F6"], "next-conversation", "Go to the next one"],
    [["M-Left", "M-p", "C-p", "F5"], "previous-conversation", "Go to the one before"],
    [["M-a"], "next-unread", "Go to the next unread"],
    [["M-h"], "mark-all-read", "Mark all as read"],
    ...CONVERSATION_NUMBERS.map(
      (number) => [[`M-${number % 10}`], `conversation-${number}`, `Go to conversation ${number}`] as const,
    ),
    [["M-j"], "choose-conversation", "By two digits: M-j 1 2"],
  ]),
  ...inGroup("Scrolling", [
    [["PgUp"], "scroll-up", "Go up a page"],
    [["PgDn"], "scroll-down", "Go down a page"],
    [["M-PgUp", "S-PgUp"], "scroll-up-half", "Go up half a page"],
    [["M-PgDn", "S-PgDn"], "scroll-down-half", "Go down half a page"],
    [["M-<", "M-Home"], "scroll-top", "Go to the first line"],
    [["M->", "M-End"], "scroll-bottom", "Go to the last line"],
    [["F11"], "people-up", "Scroll the people up"],
    [["F12"], "people-down", "Scroll the people down"],
  ]),
  ...inGroup("Program", [
    [["F1"], "help", "Show this help"],
    [["C-l"], "redraw", "Draw the screen anew"],
    [["C-x C-l"], "bare-view", "Show the log alone, to copy"],
    [["C-c"], "interrupt", "Empty the line; twice: leave"],
    [["C-d"], "end-of-input", "Delete, or leave if empty"],
    [["C-z"], "suspend", "Go to the shell; fg returns"],
  ]),
];

/** The action that always has a key: without one, nobody could type what gives it one again. */
export const NEEDED_ACTION: Action = "submit";

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

/** Returns whether a key only begins others, as `C-x` begins `C-x C-e`. A key of the action that is needed never does. */
export function isPrefix(keyName: string, bindings: readonly KeyBinding[] = KEYS): boolean {
  if (findAction(keyName, bindings) === NEEDED_ACTION) return false;
  return bindings.some(({ keys }) => keys.some((key) => key.startsWith(`${keyName} `)));
}
