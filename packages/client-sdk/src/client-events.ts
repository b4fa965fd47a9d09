import type { NameList } from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { ListenerFailedError } from "./errors.ts";
import type { DirectMessage, ShoutMessage } from "./incoming-message.ts";
import type { SentMessage, UndeliverableReason } from "./sent-message.ts";

/** The events of a client. Each has one argument. */
export interface ClientEvents {
  /** Somebody wrote to us. */
  message: [DirectMessage];
  /** Somebody wrote to everyone. */
  shout: [ShoutMessage];
  /** The server sent bytes that are no message. The client skips them and reads on. */
  malformed: [{ reason: string }];
  /** The server sent a text that answers none of our requests. */
  notice: [{ text: string }];
  /** A direct message certainly did not arrive. `text` says why: in the server's words, or in ours when it was never sent. */
  undeliverable: [{ message: SentMessage; reason: UndeliverableReason | "too-large" | "queue-full"; text: string }];
  /** The receiver has gone, and `count` of our messages may not have arrived. The server does not say which ones. */
  uncertain: [{ to: string; count: number }];
  /** These direct messages were processed without an error: an answer to a later request has come. */
  confirmed: [{ messages: readonly SentMessage[] }];
  /** The connection was lost. The `unconfirmed` messages may have arrived; the client never sends them again. */
  disconnected: [{ error: ChatError; unconfirmed: readonly SentMessage[] }];
  /** The next try begins after `delayMs` milliseconds. */
  reconnecting: [{ attempt: number; delayMs: number; error: ChatError }];
  /** The client is online again. */
  reconnected: [{ attempt: number; others: NameList }];
  /** The client is closed for good; `unsent` was kept for a connection that never came. `error` is `null` after `close()`. */
  closed: [{ error: ChatError | null; unconfirmed: readonly SentMessage[]; unsent: readonly SentMessage[] }];
  /** The state has changed. Comes before any other event about the same change. */
  state: [ConnectionState];
  /** Bytes as they went over the wire. The client reads them afterwards: a listener must not change them. */
  traffic: [{ direction: "in" | "out"; bytes: Uint8Array }];
  /** A listener of another event threw an error, or it or `listen` returned a promise that rejected. The client works on. */
  error: [ListenerFailedError];
}

/** The name of an event of a client. */
export type ClientEventName = keyof ClientEvents;

/** Every event that there is. */
export const CLIENT_EVENT_NAMES: readonly string[] = Object.keys({
  message: true,
  shout: true,
  malformed: true,
  notice: true,
  undeliverable: true,
  uncertain: true,
  confirmed: true,
  disconnected: true,
  reconnecting: true,
  reconnected: true,
  closed: true,
  state: true,
  traffic: true,
  error: true,
} satisfies Record<ClientEventName, true>);
