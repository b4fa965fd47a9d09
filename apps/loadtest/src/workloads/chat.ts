import { EndpointName } from "@chat/protocol";
import { z } from "zod";
import type { LoadClient } from "../generator/load-client.ts";
import type { ClientPool, LoadPlan, Workload } from "../generator/workload.ts";
import { count, OptionGroup, optionsIn, percentage, rate, timeRange } from "../units/option-values.ts";
import { ChurnLoop, type ChurnSettings } from "./churn.ts";
import { choosePersona, chooseWrite, createPersonas, type Persona } from "./personas.ts";
import { type Random, seedClientRandom } from "./random.ts";
import type { WorkloadDefinition } from "./workload-definition.ts";

/** Default of `--away`, in milliseconds: long enough to be missed, and short enough that most bots are there. */
const DEFAULT_AWAY_MS = { min: 1_000, max: 5_000 };

const { option, optional } = optionsIn(OptionGroup.Bots);

const schema = z.object({
  bots: option(count("<bots>", 1, 100_000), "50", "Bots that chat."),
  pace: option(timeRange("100ms-1s"), "100ms-1s", "Pause between two messages of a bot, drawn anew each time."),
  shouts: option(
    percentage(),
    "20%",
    "Share of the messages that go to everyone; the rest is /time, /list, another bot, and somebody who does not exist.",
  ),
  slowReaders: option(
    percentage(),
    "0%",
    "Share of the bots that read nothing: a server has to cut them off, and what they miss is listed and not counted as lost.",
  ),
  churn: optional(
    rate(100_000, "10/s or 300/min"),
    "none",
    "So many bots leave in all, and come back under their names after --away; slow readers that were cut off come back as well.",
  ),
  away: optional(timeRange("1s-5s"), "1s-5s", "How long who has left stays away with --churn, drawn anew each time."),
});

export type ChatSettings = z.output<typeof schema>;

export const chat: WorkloadDefinition<typeof schema> = {
  name: "chat",
  summary: "bots that chat as people do",
  schema,
  create: (settings, plan, pool) => new ChatWorkload(settings, plan, pool),
};

/** Returns the churn of the settings; `null` when all bots stay. */
export function churnOf({ churn: perSecond, away: awayMs = DEFAULT_AWAY_MS }: ChatSettings): ChurnSettings | null {
  return perSecond === undefined ? null : { perSecond, awayMs };
}

/** A client's persona and choices, for all of its connections. */
interface Bot {
  readonly persona: Persona;
  readonly random: Random;
  timer: NodeJS.Timeout | undefined;
}

/** Lets bots write at a human pace to receivers that are chosen at random; they may leave and come back. */
export class ChatWorkload implements Workload {
  readonly hasChurn: boolean;
  readonly #run: string;
  readonly #users: number;
  readonly #personas: readonly Persona[];
  readonly #seed: number;
  readonly #bots = new Map<LoadClient, Bot>();
  readonly #churn: ChurnLoop | null;
  #isRunning = false;

  constructor(settings: ChatSettings, plan: LoadPlan, pool: ClientPool) {
    this.#run = plan.run;
    this.#users = settings.bots;
    this.#personas = createPersonas(settings);
    this.#seed = plan.seed;
    const churn = churnOf(settings);
    this.hasChurn = churn !== null;
    this.#churn = churn && new ChurnLoop(plan, settings.bots, churn, pool);
  }

  onJoined(client: LoadClient): void {
    const bot = this.#bots.get(client) ?? this.#createBot(client);
    this.#bots.set(client, bot);
    client.isExempt = !bot.persona.reads;
    if (this.#isRunning) this.#startBot(client, bot);
  }

  start(): void {
    this.#isRunning = true;
    for (const [client, bot] of this.#bots) if (client.isJoined) this.#startBot(client, bot);
    this.#churn?.start();
  }

  stop(): void {
    this.#isRunning = false;
    this.#churn?.stop();
    for (const { timer } of this.#bots.values()) clearTimeout(timer);
  }

  onClosed(client: LoadClient): void {
    clearTimeout(this.#bots.get(client)?.timer);
    this.#churn?.onClosed(client);
  }

  #createBot({ index }: LoadClient): Bot {
    const persona = choosePersona(this.#personas, index, this.#users);
    return { persona, random: seedClientRandom(this.#seed, index), timer: undefined };
  }

  #startBot(client: LoadClient, bot: Bot): void {
    // A bot that reads nothing would not notice that the server has closed: it goes when it is cut off.
    if (bot.persona.reads) this.#churn?.add(client);
    else client.stopReading();
    this.#writeLater(client, bot);
  }

  #writeLater(client: LoadClient, bot: Bot): void {
    const { min, max } = bot.persona.paceMs;
    const write = () => {
      // A bot that is leaving has its connection still, and writes no more.
      if (!client.isJoined) return;
      this.#write(client, bot);
      this.#writeLater(client, bot);
    };
    bot.timer = setTimeout(write, min + bot.random() * (max - min));
  }

  #write(client: LoadClient, { persona, random }: Bot): void {
    switch (chooseWrite(persona.writes, random())) {
      case "time":
        return client.ask("time", EndpointName.Time, 0);
      case "list":
        return client.ask("list", EndpointName.List, 0);
      case "direct":
        return client.sendTo(this.#chooseOther(client, random), 0);
      case "shout":
        return client.shout(0);
      case "nobody":
        return client.ask("not-found", `${this.#run}nobody`, 0);
    }
  }

  /** Chooses another bot; a bot that is alone writes to itself. */
  #chooseOther({ index }: LoadClient, random: Random): number {
    if (this.#users === 1) return index;
    const choice = Math.floor(random() * (this.#users - 1));
    return choice < index ? choice : choice + 1;
  }
}
