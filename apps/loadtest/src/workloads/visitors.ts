import type { LoadClient } from "../generator/load-client.ts";
import type { ClientPool, LoadPlan, Workload } from "../generator/workload.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { createTimeline } from "../scenario/timeline.ts";
import { OpenLoop } from "./open-loop.ts";
import { rateCurve } from "./rate-curve.ts";

/** Pause before another client tries when one did not get in, in milliseconds: a refusal takes no time at all. */
const RETRY_MS = 10;

/** Lets clients join and leave again: a fixed number at once, or at a rate. Each worker has its part of either. */
export class VisitorsWorkload implements Workload {
  readonly #plan: LoadPlan;
  readonly #pool: ClientPool;
  /** This worker's part of the clients at once; `null` at a rate. */
  readonly #inFlight: number | null;
  readonly #loop: OpenLoop | null;
  #nextIndex: number;
  #isOver = false;

  constructor(scenario: Pick<Scenario, "personas" | "stages" | "messagesPerClient">, plan: LoadPlan, pool: ClientPool) {
    this.#plan = plan;
    this.#pool = pool;
    this.#nextIndex = plan.worker;
    const inFlight = scenario.personas[0]?.inFlight;
    this.#inFlight = inFlight === undefined ? null : Math.ceil((inFlight - plan.worker) / plan.workers);
    const dueTimes = rateCurve(createTimeline(scenario).load, 1 / plan.workers);
    this.#loop = this.#inFlight === null ? new OpenLoop(dueTimes, () => this.#joinNext()) : null;
  }

  onJoined(client: LoadClient): void {
    this.#pool.release(client);
    if (this.#inFlight !== null) this.#joinNext();
  }

  start(): void {
    this.#loop?.start();
    for (let client = 0; client < (this.#inFlight ?? 0); client++) this.#joinNext();
  }

  /** Lets another client try; without this, each refusal would leave one fewer in flight, until none is left. */
  onClosed(): void {
    if (this.#inFlight !== null) setTimeout(() => this.#joinNext(), RETRY_MS);
  }

  stop(): void {
    this.#isOver = true;
    this.#loop?.stop();
  }

  /** Uses each name once: the server may not have noticed yet that a name is free. */
  #joinNext(): void {
    if (this.#isOver) return;
    this.#pool.connect(this.#nextIndex);
    this.#nextIndex += this.#plan.workers;
  }
}
