import type { Bot } from "./bot.ts";
import type { BotLoop } from "./bot-loop.ts";
import { OpenLoop } from "./open-loop.ts";
import type { DueTimes } from "./rate-curve.ts";

/** Lets bots write in turn, at a rate of all of them together that waits for nothing. */
export class RateLoop implements BotLoop {
  readonly #bots: Bot[] = [];
  readonly #loop: OpenLoop;
  readonly #write: (bot: Bot, lateUs: number) => boolean;
  #turn = 0;

  constructor(dueTimes: DueTimes, write: (bot: Bot, lateUs: number) => boolean) {
    this.#write = write;
    this.#loop = new OpenLoop(dueTimes, (lateUs) => this.#writeNext(lateUs));
  }

  start(): void {
    this.#loop.start();
  }

  stop(): void {
    this.#loop.stop();
  }

  add(bot: Bot): void {
    this.#bots.push(bot);
  }

  remove(bot: Bot): void {
    const index = this.#bots.indexOf(bot);
    if (index >= 0) this.#bots.splice(index, 1);
  }

  /** Takes bots out that are leaving, or have sent all of their messages. */
  #writeNext(lateUs: number): void {
    for (let tries = this.#bots.length; tries > 0; tries--) {
      const bot = this.#bots[this.#turn++ % this.#bots.length];
      if (!bot) return;
      if (this.#write(bot, lateUs)) return;
      this.remove(bot);
    }
  }
}
