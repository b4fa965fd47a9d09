import type { PlainPromptEdit } from "./prompt.ts";

/** What a key can do. */
export type Action =
  | PlainPromptEdit
  | "submit"
  | "scroll-up"
  | "scroll-down"
  | "scroll-up-half"
  | "scroll-down-half"
  | "scroll-top"
  | "scroll-bottom"
  | "next-conversation"
  | "previous-conversation"
  | `conversation-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | "next-unread"
  | "help"
  | "redraw"
  | "interrupt"
  /** Deletes forward when there is text. */
  | "end-of-input"
  | "suspend";

export interface KeyBinding {
  /** In readline's notation, the one to remember first. */
  readonly keys: readonly string[];
  readonly action: Action;
  readonly summary: string;
  /** Heading on the help screen. */
  readonly group: string;
}

/** Every key that does something. The help screen is made from it. */
export const KEYS: readonly KeyBinding[] = [];

/** Finds what a key does, by the name that `keyName` gives. */
export function findAction(_keyName: string): Action | null {
  throw new Error("Not written yet.");
}
