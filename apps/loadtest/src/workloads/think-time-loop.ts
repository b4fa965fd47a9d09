import type { Distribution } from "../scenario/distribution.ts";
import type { Bot } from "./bot.ts";
import type { BotLoop } from "./bot-loop.ts";
import { drawTime } from "./draw-time.ts";

/** Lets each bot write after a pause that is drawn anew each time, whatever the server does. */
export class ThinkTimeLoop implements BotLoop {
  readonly #thinkTime: Distribution;
  readonly #write: (bot: Bot) => boolean;
  readonly #timers = new Map<Bot, NodeJS.Timeout>();

  constructor(thinkTime: Distribution, write: (bot: Bot) => boolean) {
    this.#thinkTime = thinkTime;
    this.#write = write;
  }

  start(): void {
    // Each bot has a timer of its own.
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  add(bot: Bot): void {
    const write = () => {
      if (this.#write(bot)) this.add(bot);
      else this.#timers.delete(bot);
    };
    this.#timers.set(bot, setTimeout(write, drawTime(this.#thinkTime, bot.random)));
  }

  remove(bot: Bot): void {
    clearTimeout(this.#timers.get(bot));
    this.#timers.delete(bot);
  }
}
