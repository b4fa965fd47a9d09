import type { LocalCommand } from "../input/local-command.ts";
import type { PasteQuestion } from "../input/pasted-lines.ts";
import { DEFAULT_SETTINGS, type Settings } from "../settings/settings.ts";
import { type Conversation, EVERYONE_KEY, everyoneConversation, serverConversation } from "./conversation.ts";
import { EMPTY_TRAFFIC_LOG, type TrafficFilter, type TrafficLog } from "./traffic-log.ts";

/** The server to join, and the name to join with. */
export interface JoinTarget {
  readonly host: string;
  readonly port: number;
  readonly name: string;
}

/** The status of the connection, in words for people. Times are in milliseconds since the epoch. */
export type ConnectionStatus =
  | { readonly kind: "offline" }
  | { readonly kind: "connecting" }
  | { readonly kind: "online" }
  | { readonly kind: "waiting"; readonly until: number; readonly problem: string }
  | { readonly kind: "leaving" };

/** The users online besides us, as the server named them last. */
export interface People {
  readonly names: readonly string[];
  readonly count: number;
}

/**
 * The worth of the list of people: `unknown` before the server has sent one, `old` when the connection was lost since.
 */
export type PeopleAge = "unknown" | "current" | "old";

export type FormField = "name" | "host" | "port";

/** The text in the fields of the form. */
export interface JoinForm {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly field: FormField;
  /** The cursor in the field's text, in code units; at the end when it is missing. */
  readonly cursor?: number;
  /** The reason why the last try failed. */
  readonly problem: string | null;
}

/** The content that lies over the log. */
export type Overlay =
  | { readonly kind: "none" }
  /** The log alone, as the terminal itself lays it out: the panes are gone, and any key brings them back. */
  | { readonly kind: "bare" }
  /** The list of keys, scrolled down by a number of rows. */
  | { readonly kind: "keys"; readonly scrolledRows: number }
  /** The traffic, scrolled up by a number of rows. At the bottom `lastId` is `null`: new traffic shows. */
  | ({ readonly kind: "traffic"; readonly scrolledRows: number } & TrafficFilter)
  /** A paste of several lines, which waits for a confirmation. */
  | { readonly kind: "paste"; readonly question: PasteQuestion };

/** Something that a key does only when it is pressed twice. */
export type KeyQuestion =
  | { readonly kind: "leave" }
  /** Sends a message again that may have arrived. */
  | { readonly kind: "resend"; readonly lineId: number };

/** All that the screen is drawn from. */
export interface ChatState {
  readonly target: JoinTarget;
  readonly connection: ConnectionStatus;
  /** The join form; `null` while there is a chat to show. */
  readonly form: JoinForm | null;
  readonly people: People;
  readonly peopleAge: PeopleAge;
  /** The number of people above those that are shown. */
  readonly peopleScroll: number;
  /** The users who have spoken, the last one first. */
  readonly speakers: readonly string[];
  readonly localCommands: readonly LocalCommand[];
  /** The endpoints that this server lists. */
  readonly serverCommands: readonly string[];
  readonly conversations: readonly Conversation[];
  readonly currentKey: string;
  /** The lines that were sent before this start, by the keys of their conversations, open or not. */
  readonly history: ReadonlyMap<string, readonly string[]>;
  readonly overlay: Overlay;
  readonly traffic: TrafficLog;
  readonly settings: Settings;
  /** The number of messages that were not shown, by the folded name of each user who is ignored. */
  readonly ignoredCounts: ReadonlyMap<string, number>;
  /** True when the terminal has said that it has the focus, and since then nothing else. Some say nothing. */
  readonly hasFocus: boolean;
  /** The question that the same key answers with yes, and any other with no. */
  readonly question: KeyQuestion | null;
  /** The key that was pressed to begin a chord, such as `C-x` of `C-x C-e`; `null` when none waits for its second one. */
  readonly keyPrefix: string | null;
  /** The round trip of the last request to the server, in milliseconds. */
  readonly latencyMs: number | null;
  /** The time for which the server has owed an answer, in milliseconds; 0 while all is well. */
  readonly lateMs: number;
  readonly screen: { readonly columns: number; readonly rows: number };
  /** The background of the terminal: dark when it does not say. */
  readonly background: "dark" | "light";
  /** Milliseconds since the epoch, for what counts down. */
  readonly now: number;
}

export const NOBODY: People = { names: [], count: 0 };

export function createChatState(
  target: JoinTarget,
  screen: ChatState["screen"],
  settings: Settings = DEFAULT_SETTINGS,
  localCommands: readonly LocalCommand[] = [],
): ChatState {
  return {
    target,
    connection: { kind: "offline" },
    form: null,
    people: NOBODY,
    peopleAge: "unknown",
    peopleScroll: 0,
    speakers: [],
    localCommands,
    serverCommands: [],
    conversations: [everyoneConversation, serverConversation],
    currentKey: EVERYONE_KEY,
    history: new Map(),
    overlay: { kind: "none" },
    traffic: EMPTY_TRAFFIC_LOG,
    settings,
    ignoredCounts: new Map(),
    hasFocus: false,
    question: null,
    keyPrefix: null,
    latencyMs: null,
    lateMs: 0,
    screen,
    background: "dark",
    now: Date.now(),
  };
}

export function currentConversation(state: ChatState): Conversation {
  return findConversation(state, state.currentKey) ?? everyoneConversation;
}

export function findConversation({ conversations }: ChatState, key: string): Conversation | undefined {
  return conversations.find((conversation) => conversation.key === key);
}
