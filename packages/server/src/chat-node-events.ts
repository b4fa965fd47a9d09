import type { ChatMessage } from "@chat/protocol";
import type { DisconnectReason } from "./connection/disconnect-reason.ts";
import type { LogLevel } from "./logger.ts";

/** A line of the log. */
export interface LogEntry {
  /** The importance of the line. */
  readonly level: LogLevel;
  /** The event by name, and its details, as the log has them. */
  readonly fields: object;
  /** The sentence for people. */
  readonly line: string;
}

/** Events of a server for the program around it. Each has one argument. */
export interface ChatNodeEvents {
  /** A user has come online. */
  join: [{ name: string; ip: string }];
  /** A user's name is free again. */
  leave: [{ name: string; ip: string; reason: DisconnectReason }];
  /** A user has sent a message, to a user or an endpoint; `from` is as the client wrote it. Costs nothing without a listener. */
  message: [{ name: string; ip: string; message: ChatMessage }];
  /** A connection was refused before it became a user; `text` is the reason that the peer got. */
  refused: [{ ip: string; text: string }];
  /** A connection is gone; `name` is `null` when it never became a user. */
  closed: [{ name: string | null; ip: string; reason: DisconnectReason }];
  /** A line was written to the log: all that happens to the server and its users, as far as the logger takes its level. */
  log: [LogEntry];
  /**
   * A listener of another event threw an error, or returned a promise that rejected; that is the `cause`. The server goes on.
   * Without a listener of `error`, it is an uncaught exception of the program.
   */
  error: [Error];
}

/** The name of an event of a server. */
export type ChatNodeEventName = keyof ChatNodeEvents;

/** Every event that there is. */
export const CHAT_NODE_EVENT_NAMES: readonly string[] = Object.keys({
  join: true,
  leave: true,
  message: true,
  refused: true,
  closed: true,
  log: true,
  error: true,
} satisfies Record<ChatNodeEventName, true>);
