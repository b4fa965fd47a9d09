import type { Bot } from "./bot.ts";

/** Decides when the bots of one persona write. */
export interface BotLoop {
  /** Starts the load, before the first bot is added. */
  start(): void;
  stop(): void;
  /** Adds a bot that is online, while the load goes on. */
  add(bot: Bot): void;
  /** Removes a bot that has no connection any more. */
  remove(bot: Bot): void;
  /** Called when a bot got a message of its partner's. */
  onPartnerMessage?(bot: Bot): void;
  /** Called when the server has answered a bot. */
  onAnswer?(bot: Bot): void;
}
