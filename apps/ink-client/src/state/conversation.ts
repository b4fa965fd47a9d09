import { EVERYONE, foldName, SERVER_NAME } from "@chat/protocol";
import { MAX_HISTORY_LINES } from "../input/history.ts";
import { EMPTY_PROMPT, type Prompt } from "../input/prompt.ts";
import type { Delivery, LogLine } from "./log-line.ts";
import { followLog, type LogSearch } from "./log-search.ts";
import type { Scroll } from "./scroll.ts";

/** The number of lines that a conversation keeps. */
export const MAX_LINES = 10_000;

/** The UTF-16 units of text that a conversation keeps: this bounds the memory of long messages. */
export const MAX_TEXT_LENGTH = 4 * 1024 * 1024;

/** A conversation with one person, everyone, or the server. */
export interface Conversation {
  readonly key: string;
  readonly kind: "everyone" | "server" | "person";
  /** The name of the other side. */
  readonly title: string;
  readonly lines: readonly LogLine[];
  /** The number of lines that the conversation ever had, without those about who came and who went. */
  readonly lineCount: number;
  readonly textLength: number;
  readonly unread: number;
  /** True when an unread line is for us in person. */
  readonly isUrgent: boolean;
  /** The first line that was not seen when it came. */
  readonly firstUnreadId: number | null;
  /** `null` at the bottom, where new lines are seen as they come. */
  readonly scroll: Scroll | null;
  /** The search in the log; `null` while there is none. */
  readonly search: LogSearch | null;
  readonly prompt: Prompt;
}

export const EVERYONE_KEY = "everyone";
export const SERVER_KEY = "server";

/** The key of the conversation with a person: the same however the name is spelled. */
export function personKey(name: string): string {
  return `person:${foldName(name)}`;
}

/** Maps the key of each person to the first spelling of the name, in the order of the names. */
export function namesByKey(names: readonly string[]): ReadonlyMap<string, string> {
  const typed = Map.groupBy(names, personKey);
  return new Map([...typed].map(([key, [first = ""]]) => [key, first]));
}

export const everyoneConversation = createConversation(EVERYONE_KEY, "everyone", EVERYONE);
export const serverConversation = createConversation(SERVER_KEY, "server", SERVER_NAME);

export function personConversation(name: string): Conversation {
  return createConversation(personKey(name), "person", name);
}

function createConversation(key: string, kind: Conversation["kind"], title: string): Conversation {
  return {
    key,
    kind,
    title,
    lines: [],
    lineCount: 0,
    textLength: 0,
    unread: 0,
    isUrgent: false,
    firstUnreadId: null,
    scroll: null,
    search: null,
    prompt: EMPTY_PROMPT,
  };
}

/** Adds lines; those that the user does not see as they come are unread. */
export function addLines(conversation: Conversation, added: readonly LogLine[], isSeen: boolean): Conversation {
  const unread = isSeen ? [] : added.filter(isWorthReading);
  let textLength = conversation.textLength;
  for (const { text } of added) textLength += text.length;
  const longer = dropOldest({
    ...conversation,
    lines: [...conversation.lines, ...added],
    lineCount: conversation.lineCount + added.filter(({ presence }) => !presence).length,
    textLength,
    unread: conversation.unread + unread.length,
    isUrgent: conversation.isUrgent || unread.some(({ isMention }) => isMention || conversation.kind === "person"),
    firstUnreadId: conversation.firstUnreadId ?? unread[0]?.id ?? null,
  });
  const { search, lines } = longer;
  return search ? { ...longer, search: followLog(search, added, lines[0]?.id ?? 0) } : longer;
}

/** Marks everything as read. The mark before the first unread line stays. */
export function markRead(conversation: Conversation): Conversation {
  return conversation.unread === 0 ? conversation : { ...conversation, unread: 0, isUrgent: false };
}

/** Removes the mark before the first unread line: the user goes elsewhere, and later lines are new. */
export function forgetUnreadLine(conversation: Conversation): Conversation {
  return conversation.firstUnreadId === null ? conversation : { ...conversation, firstUnreadId: null };
}

/** Brings a text that was cut in another conversation: it may have been typed into the wrong one. */
export function bringKilled(conversation: Conversation, killed: string): Conversation {
  return { ...conversation, prompt: { ...conversation.prompt, killed, isKilling: false } };
}

/** Brings lines that were sent before this start, to go back to. */
export function bringHistory(conversation: Conversation, lines: readonly string[] = []): Conversation {
  const history = [...lines, ...conversation.prompt.history].slice(-MAX_HISTORY_LINES);
  return { ...conversation, prompt: { ...conversation.prompt, history, browsing: null } };
}

export function clearLines(conversation: Conversation): Conversation {
  const empty = { lines: [], textLength: 0, firstUnreadId: null, scroll: null, search: null };
  return { ...conversation, ...empty, unread: 0, isUrgent: false };
}

/** Changes what is known of a message of ours, whose line is looked for from the newest on. */
export function changeDelivery(conversation: Conversation, lineId: number, delivery: Delivery): Conversation {
  const index = conversation.lines.findLastIndex(({ id }) => id === lineId);
  const line = conversation.lines[index];
  return line ? { ...conversation, lines: conversation.lines.with(index, { ...line, delivery }) } : conversation;
}

/** Marks a conversation as urgent: a message failed in it, and its writer does not see that. */
export function markUrgent(conversation: Conversation): Conversation {
  return { ...conversation, unread: conversation.unread + 1, isUrgent: true };
}

function isWorthReading({ kind }: LogLine): boolean {
  return kind === "message" || kind === "server";
}

function dropOldest(conversation: Conversation): Conversation {
  const { lines } = conversation;
  let { textLength } = conversation;
  let dropped = Math.max(0, lines.length - MAX_LINES);
  for (let index = 0; index < dropped; index++) textLength -= lines[index]?.text.length ?? 0;
  while (textLength > MAX_TEXT_LENGTH && dropped < lines.length - 1) {
    textLength -= lines[dropped]?.text.length ?? 0;
    dropped += 1;
  }
  return dropped === 0 ? conversation : { ...conversation, lines: lines.slice(dropped), textLength };
}
