import type { ChatError, ChatMessage, NameList } from "@chat/protocol";
import type { ConnectionState } from "./connection-state.ts";
import type { SentMessage, UndeliverableReason } from "./sent-message.ts";

/** What a client tells the program around it. Each event has one argument. */
export interface ClientEvents {
  /** Somebody wrote to us. */
  message: [ChatMessage];
  /** Somebody wrote to everyone. */
  shout: [ChatMessage];
  /** The server sent something that is no message; what follows is read all the same. */
  malformed: [{ reason: string }];
  /** The server said something that answers nothing of ours. */
  notice: [{ text: string }];
  /** A direct message did not arrive, for certain. */
  undeliverable: [{ message: SentMessage; reason: UndeliverableReason | "too-large" | "queue-full" }];
  /** So many of our messages to somebody who has gone may not have arrived; which ones, the server does not say. */
  uncertain: [{ to: string; count: number }];
  /** These direct messages were processed without an error: an answer to a later request has come. */
  confirmed: [{ messages: readonly SentMessage[] }];
  /** The connection was lost. Of the `unconfirmed` messages nothing is known; they are never sent again by themselves. */
  disconnected: [{ error: ChatError; unconfirmed: readonly SentMessage[] }];
  /** The next try begins after `delayMs` milliseconds. */
  reconnecting: [{ attempt: number; delayMs: number; error: ChatError }];
  /** The client is online again. */
  reconnected: [{ attempt: number; others: NameList }];
  /** The client is closed for good; `unsent` was kept for a connection that never came. `error` is `null` after `close()`. */
  closed: [{ error: ChatError | null; unconfirmed: readonly SentMessage[]; unsent: readonly SentMessage[] }];
  /** The state has changed. Comes before any other event that tells of the same. */
  state: [ConnectionState];
  /** Bytes as they went over the wire, for those who want to look: they are read after that, so leave them as they are. */
  traffic: [{ direction: "in" | "out"; bytes: Uint8Array }];
}
