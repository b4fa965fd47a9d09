import { z } from "zod";
import type { ChatMessage } from "./chat-message.ts";

const TextSchema = z.string().refine((text) => text.isWellFormed(), "has half of a surrogate pair");

/** A zod schema of {@link ChatMessage}: these four strings and nothing else [C-3]. */
export const ChatMessageSchema = z.strictObject({
  from: z.strictObject({
    name: TextSchema.describe("The sender's username."),
    ip: TextSchema.describe("The sender's address."),
  }),
  to: TextSchema.describe("A username, or an endpoint that starts with a slash."),
  msg: TextSchema.describe("The text."),
}) satisfies z.ZodType<ChatMessage>;
