import { EndpointName } from "@chat/protocol";
import type { LoadClient } from "../load-client.ts";
import type { LoadPlan, Persona } from "../load-plan.ts";
import { type Random, seedClientRandom } from "../random.ts";
import type { Scenario } from "../scenario.ts";

/** Bots that write at a human pace to a random choice of receivers. */
export class ChatScenario implements Scenario {
  readonly #run: string;
  readonly #users: number;
  readonly #personas: readonly Persona[];
  readonly #seed: number;
  readonly #bots = new Map<LoadClient, Persona>();
  readonly #timers = new Map<LoadClient, NodeJS.Timeout>();

  constructor(plan: LoadPlan, users: number, personas: readonly Persona[]) {
    this.#run = plan.run;
    this.#users = users;
    this.#personas = personas;
    this.#seed = plan.seed;
  }

  joined(client: LoadClient): void {
    const persona = choosePersona(this.#personas, client.index, this.#users);
    client.isExcused = !persona.reads;
    this.#bots.set(client, persona);
  }

  begin(): void {
    for (const [client, persona] of this.#bots) {
      if (!persona.reads) client.stopReading();
      this.#writeLater(client, persona, seedClientRandom(this.#seed, client.index));
    }
  }

  arrived(): void {
    // People write when they like.
  }

  answered(): void {
    // The same.
  }

  gone(client: LoadClient): void {
    clearTimeout(this.#timers.get(client));
    this.#timers.delete(client);
    this.#bots.delete(client);
  }

  cease(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #writeLater(client: LoadClient, persona: Persona, random: Random): void {
    const { min, max } = persona.paceMs;
    const write = () => {
      this.#write(client, persona, random);
      this.#writeLater(client, persona, random);
    };
    this.#timers.set(client, setTimeout(write, min + random() * (max - min)));
  }

  #write(client: LoadClient, { writes }: Persona, random: Random): void {
    switch (chooseByShare(writes, random())) {
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
function chooseByShare(writes: Persona["writes"], draw: number): keyof Persona["writes"] {
  let bound = 0;
  for (const kind of ["time", "list", "direct", "shout"] as const) {
    bound += writes[kind];
    if (draw < bound) return kind;
  }
  return "nobody";
}
