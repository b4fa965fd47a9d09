import type { ChatMessage } from "@chat/protocol";

/**
 * What a message is: `direct` was written to this user alone, `shout` to everyone, and `notice` is a text of the server that
 * answers nothing.
 */
export type MessageKind = "direct" | "shout" | "notice";

/** A message that the client has received. */
export interface IncomingMessage extends ChatMessage {
  /** Who it was written to, and by whom. */
  readonly kind: MessageKind;
}
