import { type ChatClient, ChatError, type ChatMessage } from "@chat/client-sdk";
import { isBotName } from "./bot-name.ts";
import { kindOf } from "./message-kind.ts";
import { MessageLimit } from "./message-limit.ts";
import { print } from "./print.ts";

/** What a bot does with the messages of people. */
export interface BotHandlers {
  /** Called with a message to the bot alone. */
  readonly direct?: (message: ChatMessage) => Promise<unknown>;
  /** Called with a message to everyone. */
  readonly shout?: (message: ChatMessage) => Promise<unknown>;
}

/**
 * Handles one message after the other until the client is closed. What bots and the server write is not handled. When an
 * answer can't be sent, this is printed, and the bot goes on.
 */
export async function serve(chat: ChatClient, { direct, shout }: BotHandlers): Promise<void> {
  const handlers = { direct, shout, notice: undefined };
  const limit = new MessageLimit();
  for await (const message of chat.messages()) {
    const handle = handlers[kindOf(message)];
    const sender = message.from.name;
    if (!handle || isBotName(sender)) continue;
    const verdict = limit.count(sender);
    if (verdict === "first-over-limit")
      print(chat.name, `${sender} writes too much at once, and gets no answer for a while`);
    if (verdict !== "within-limit") continue;
    try {
      await handle(message);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      print(chat.name, `could not handle a message of ${sender}: ${error.message}`);
    }
  }
}
