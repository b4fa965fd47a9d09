import { type ChatMessage, EVERYONE, SERVER_NAME } from "@chat/protocol";

/** A direct message is for the bot alone, a shout is for everyone, a notice comes from the server itself. */
export type MessageKind = "direct" | "shout" | "notice";

/** Tells by sender and receiver what a received message is. */
export function kindOf({ from, to }: ChatMessage): MessageKind {
  if (from.name === SERVER_NAME) return "notice";
  return to === EVERYONE ? "shout" : "direct";
}
