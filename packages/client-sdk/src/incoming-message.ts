import type { ChatMessage } from "@chat/protocol";

/** A message that somebody wrote to this user alone. */
export interface DirectMessage extends ChatMessage {
  /** Tells it apart from the other messages. */
  readonly kind: "direct";
}

/** A message that somebody wrote to everyone. */
export interface ShoutMessage extends ChatMessage {
  /** Tells it apart from the other messages. */
  readonly kind: "shout";
}

/** A text of the server that answers nothing. */
export interface NoticeMessage extends ChatMessage {
  /** Tells it apart from the other messages. */
  readonly kind: "notice";
}

/** A message that the client has received. Its `kind` says what it is. */
export type IncomingMessage = DirectMessage | ShoutMessage | NoticeMessage;

/** What a message is. */
export type MessageKind = IncomingMessage["kind"];
