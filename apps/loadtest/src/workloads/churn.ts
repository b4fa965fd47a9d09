import type { LoadClient } from "../generator/load-client.ts";
import type { ClientPool, LoadPlan } from "../generator/workload.ts";
import type { Distribution } from "../scenario/distribution.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { drawTime } from "./draw-time.ts";
import { OpenLoop } from "./open-loop.ts";
import { type Random, seedRandom } from "./random.ts";
import { constantRate } from "./rate-curve.ts";

/** Lets a worker's clients leave, one after the other at a rate, and the clients without a connection come back. */
export class ChurnLoop {
  readonly #away: Distribution;
  readonly #pool: ClientPool;
  readonly #random: Random;
  readonly #loop: OpenLoop | null;
  readonly #present: LoadClient[] = [];
  readonly #returns = new Set<NodeJS.Timeout>();
  #isRunning = false;

  /** @param clients - the clients of all workers: this worker's part of the rate is that of its clients */
  constructor(plan: LoadPlan, clients: number, { rate, away }: NonNullable<Scenario["churn"]>, pool: ClientPool) {
    this.#away = away;
    this.#pool = pool;
    this.#random = seedRandom(plan.seed + plan.worker);
    const own = Math.ceil((clients - plan.worker) / plan.workers);
    const dueTimes = constantRate((rate * own) / clients);
    this.#loop = own > 0 && rate > 0 ? new OpenLoop(dueTimes, () => this.#disconnectNext()) : null;
  }

  start(): void {
    this.#isRunning = true;
    this.#loop?.start();
  }

  stop(): void {
    this.#isRunning = false;
    this.#loop?.stop();
    for (const timer of this.#returns) clearTimeout(timer);
  }

  add(client: LoadClient): void {
    this.#present.push(client);
  }

  /** Lets a client come back that has no connection, unless an operator has removed it [C-76]. */
  onClosed(client: LoadClient): void {
    const index = this.#present.indexOf(client);
    if (index >= 0) this.#present.splice(index, 1);
    if (!this.#isRunning || client.isRemoved) return;
    const reconnect = () => {
      this.#returns.delete(timer);
      this.#pool.reconnect(client);
    };
    const timer = setTimeout(reconnect, drawTime(this.#away, this.#random));
    this.#returns.add(timer);
  }

  #disconnectNext(): void {
    const index = Math.floor(this.#random() * this.#present.length);
    const [client] = this.#present.splice(index, 1);
    if (client) this.#pool.disconnect(client);
  }
}
