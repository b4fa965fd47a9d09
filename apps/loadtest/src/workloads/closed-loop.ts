import type { Persona } from "../scenario/scenario.ts";
import type { Bot } from "./bot.ts";
import type { BotLoop } from "./bot-loop.ts";
import { SilenceWatch } from "./silence-watch.ts";

/** Keeps a number of messages of each bot in flight: the next one follows the server's answer, or the partner's message. */
export class ClosedLoop implements BotLoop {
  readonly #inFlight: number;
  readonly #isInPairs: boolean;
  readonly #write: (bot: Bot) => boolean;
  readonly #watch = new SilenceWatch<Bot>((bot) => this.#serve(bot));

  constructor(inFlight: number, { sends }: Pick<Persona, "sends">, write: (bot: Bot) => boolean) {
    this.#inFlight = inFlight;
    this.#isInPairs = (sends.direct ?? 0) > 0;
    this.#write = write;
  }

  start(): void {
    this.#watch.start();
  }

  stop(): void {
    this.#watch.stop();
  }

  add(bot: Bot): void {
    this.#serve(bot);
  }

  remove(bot: Bot): void {
    this.#watch.forget(bot);
  }

  onPartnerMessage(bot: Bot): void {
    if (this.#isInPairs) this.#goOn(bot);
  }

  onAnswer(bot: Bot): void {
    if (!this.#isInPairs) this.#goOn(bot);
  }

  #goOn(bot: Bot): void {
    this.#watch.touch(bot);
    this.#write(bot);
  }

  /** Puts a bot's messages into play. One of a pair begins, the other one answers. */
  #serve(bot: Bot): void {
    if (this.#isInPairs && bot.partner < bot.client.index) return;
    this.#watch.touch(bot);
    for (let message = 0; message < this.#inFlight; message++) if (!this.#write(bot)) return;
  }
}
