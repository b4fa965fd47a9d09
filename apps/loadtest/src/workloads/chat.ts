import { EndpointName } from "@chat/protocol";
import type { Generator } from "../generator/generator.ts";
import type { LoadClient } from "../generator/load-client.ts";
import type { ChatLoad, LoadPlan, Persona } from "../generator/load-plan.ts";
import type { Workload } from "../generator/workload.ts";
import { ChurnLoop } from "./churn.ts";
import { type Random, seedClientRandom } from "./random.ts";

/** What a client of this scenario is like, for all of its connections. */
interface Bot {
  readonly persona: Persona;
  readonly random: Random;
  timer: NodeJS.Timeout | undefined;
}

/** Bots that write at a human pace to a random choice of receivers, and may leave and come back. */
export class ChatWorkload implements Workload {
  readonly #run: string;
  readonly #users: number;
  readonly #personas: readonly Persona[];
  readonly #seed: number;
  readonly #bots = new Map<LoadClient, Bot>();
  readonly #churn: ChurnLoop | null;
  #isRunning = false;

  constructor(plan: LoadPlan, { users, personas, churn }: ChatLoad, generator: Generator) {
    this.#run = plan.run;
    this.#users = users;
    this.#personas = personas;
    this.#seed = plan.seed;
    this.#churn = churn && new ChurnLoop(plan, users, churn, generator);
  }

  joined(client: LoadClient): void {
    const bot = this.#bots.get(client) ?? this.#createBot(client);
    this.#bots.set(client, bot);
    client.isExempt = !bot.persona.reads;
    if (this.#isRunning) this.#start(client, bot);
  }

  begin(): void {
    this.#isRunning = true;
    for (const [client, bot] of this.#bots) if (client.isJoined) this.#start(client, bot);
    this.#churn?.begin();
  }

  arrived(): void {
    // People write when they like.
  }

  answered(): void {
    // The same.
  }

  gone(client: LoadClient): void {
    clearTimeout(this.#bots.get(client)?.timer);
    this.#churn?.gone(client);
  }

  cease(): void {
    this.#isRunning = false;
    this.#churn?.cease();
    for (const { timer } of this.#bots.values()) clearTimeout(timer);
  }

  #createBot({ index }: LoadClient): Bot {
    const persona = choosePersona(this.#personas, index, this.#users);
    return { persona, random: seedClientRandom(this.#seed, index), timer: undefined };
  }

  #start(client: LoadClient, bot: Bot): void {
    // Who reads nothing would not hear that the server has closed: such a bot goes when it is cut off.
    if (bot.persona.reads) this.#churn?.came(client);
    else client.stopReading();
    this.#writeLater(client, bot);
  }

  #writeLater(client: LoadClient, bot: Bot): void {
    const { min, max } = bot.persona.paceMs;
    const write = () => {
      // One that departs has its connection still, and writes no more.
      if (!client.isJoined) return;
      this.#write(client, bot.persona, bot.random);
      this.#writeLater(client, bot);
    };
    bot.timer = setTimeout(write, min + bot.random() * (max - min));
  }

  #write(client: LoadClient, { writes }: Persona, random: Random): void {
    switch (chooseByWeight(writes, random())) {
      case "time":
        return client.ask("time", EndpointName.Time, 0);
      case "list":
        return client.ask("list", EndpointName.List, 0);
      case "direct":
        return void client.sendTo(this.#chooseOther(client, random), 0);
      case "shout":
        return client.shout(0);
      case "nobody":
        return client.ask("not-found", `${this.#run}nobody`, 0);
    }
  }

  /** Somebody else; a bot that is alone writes to itself. */
  #chooseOther({ index }: LoadClient, random: Random): number {
    if (this.#users === 1) return index;
    const choice = Math.floor(random() * (this.#users - 1));
    return choice < index ? choice : choice + 1;
  }
}

/** Gives each bot its persona by its number, so that the shares are kept exactly whatever worker it belongs to. */
function choosePersona(personas: readonly Persona[], index: number, users: number): Persona {
  let bound = 0;
  for (const persona of personas) {
    bound += persona.share * users;
    if (index < Math.round(bound)) return persona;
  }
  const last = personas.at(-1);
  if (!last) throw new Error("There is no persona.");
  return last;
}

/** Chooses one of the things to write, each as often as its share says. */
function chooseByWeight(writes: Persona["writes"], draw: number): keyof Persona["writes"] {
  let bound = 0;
  for (const kind of ["time", "list", "direct", "shout"] as const) {
    bound += writes[kind];
    if (draw < bound) return kind;
  }
  return "nobody";
}
