import type { Generator } from "../generator/generator.ts";
import type { LoadClient } from "../generator/load-client.ts";
import type { Churn, LoadPlan } from "../generator/load-plan.ts";
import { OpenLoop } from "./open-loop.ts";
import { type Random, seedRandom } from "./random.ts";

/** Lets a worker's clients leave, one after the other at a rate, and lets everybody who is gone come back after a while. */
export class ChurnLoop {
  readonly #awayMs: Churn["awayMs"];
  readonly #generator: Generator;
  readonly #random: Random;
  readonly #loop: OpenLoop | null;
  /** Those who may leave. */
  readonly #present: LoadClient[] = [];
  readonly #returns = new Set<NodeJS.Timeout>();
  #isRunning = false;

  constructor(plan: LoadPlan, users: number, { perSecond, awayMs }: Churn, generator: Generator) {
    this.#awayMs = awayMs;
    this.#generator = generator;
    this.#random = seedRandom(plan.seed + plan.worker);
    // The share of the rate is that of the clients: a worker may have fewer than others, or none.
    const ours = Math.ceil((users - plan.worker) / plan.workers);
    this.#loop = ours > 0 ? new OpenLoop((perSecond * ours) / users, () => this.#sendSomebodyAway()) : null;
  }

  begin(): void {
    this.#isRunning = true;
    this.#loop?.start();
  }

  /** A client is there that may leave. */
  came(client: LoadClient): void {
    this.#present.push(client);
  }

  /** A client has no connection, whatever the reason. */
  gone(client: LoadClient): void {
    const place = this.#present.indexOf(client);
    if (place >= 0) this.#present.splice(place, 1);
    if (!this.#isRunning) return;
    const { min, max } = this.#awayMs;
    const comeBack = () => {
      this.#returns.delete(timer);
      this.#generator.comeBack(client);
    };
    const timer = setTimeout(comeBack, min + this.#random() * (max - min));
    this.#returns.add(timer);
  }

  /** Nobody leaves any more, and nobody comes back. */
  cease(): void {
    this.#isRunning = false;
    this.#loop?.stop();
    for (const timer of this.#returns) clearTimeout(timer);
  }

  /** When nobody is left, nobody leaves. */
  #sendSomebodyAway(): void {
    const place = Math.floor(this.#random() * this.#present.length);
    const [client] = this.#present.splice(place, 1);
    if (client) this.#generator.depart(client);
  }
}
