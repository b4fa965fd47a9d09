import type { LoadClient } from "../generator/load-client.ts";
import type { ClientPool, LoadPlan } from "../generator/workload.ts";
import type { DurationRange } from "../units/duration.ts";
import { createOpenLoop, type OpenLoop } from "./open-loop.ts";
import { type Random, seedRandom } from "./random.ts";

export interface ChurnSettings {
  /** Clients that leave each second, in all workers. */
  readonly perSecond: number;
  /** Time before a client comes back, drawn anew each time. */
  readonly awayMs: DurationRange;
}

/** Lets a worker's clients leave, one after the other at a rate, and every client without a connection come back. */
export class ChurnLoop {
  readonly #awayMs: DurationRange;
  readonly #pool: ClientPool;
  readonly #random: Random;
  readonly #loop: OpenLoop | null;
  readonly #present: LoadClient[] = [];
  readonly #returns = new Set<NodeJS.Timeout>();
  #isRunning = false;

  constructor(plan: LoadPlan, users: number, { perSecond, awayMs }: ChurnSettings, pool: ClientPool) {
    this.#awayMs = awayMs;
    this.#pool = pool;
    this.#random = seedRandom(plan.seed + plan.worker);
    this.#loop = createOpenLoop({ kind: "open", perSecond }, plan, users, () => this.#disconnectNext());
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

  /** Lets a client come back that has no connection, whatever the reason. */
  onClosed(client: LoadClient): void {
    const index = this.#present.indexOf(client);
    if (index >= 0) this.#present.splice(index, 1);
    if (!this.#isRunning) return;
    const { min, max } = this.#awayMs;
    const reconnect = () => {
      this.#returns.delete(timer);
      this.#pool.reconnect(client);
    };
    const timer = setTimeout(reconnect, min + this.#random() * (max - min));
    this.#returns.add(timer);
  }

  #disconnectNext(): void {
    const index = Math.floor(this.#random() * this.#present.length);
    const [client] = this.#present.splice(index, 1);
    if (client) this.#pool.disconnect(client);
  }
}
