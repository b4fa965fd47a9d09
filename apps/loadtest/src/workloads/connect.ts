import type { Generator } from "../generator/generator.ts";
import type { LoadClient } from "../generator/load-client.ts";
import type { LoadPlan, Pacing } from "../generator/load-plan.ts";
import type { Workload } from "../generator/workload.ts";
import { OpenLoop } from "./open-loop.ts";

/** After which somebody else tries when a client did not get in, in milliseconds: to be turned away takes no time at all. */
const RETRY_MS = 10;

/** Clients that join and leave again: as many at once as told, or at a rate. */
export class ConnectWorkload implements Workload {
  readonly #plan: LoadPlan;
  readonly #pacing: Pacing;
  readonly #generator: Generator;
  readonly #loop: OpenLoop | null;
  #nextIndex: number;
  #isOver = false;

  constructor(plan: LoadPlan, pacing: Pacing, generator: Generator) {
    this.#plan = plan;
    this.#pacing = pacing;
    this.#generator = generator;
    this.#nextIndex = plan.worker;
    this.#loop = pacing.kind === "open" ? new OpenLoop(pacing.perSecond / plan.workers, () => this.#joinNext()) : null;
  }

  joined(client: LoadClient): void {
    this.#generator.release(client);
    if (this.#pacing.kind === "closed") this.#joinNext();
  }

  begin(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (let client = 0; client < this.#pacing.inFlight; client++) this.#joinNext();
  }

  arrived(): void {
    // Nobody writes here.
  }

  answered(): void {
    // The same.
  }

  gone(): void {
    // Else each one that is turned away would be one fewer at the door, until nobody is left.
    if (this.#pacing.kind === "closed") setTimeout(() => this.#joinNext(), RETRY_MS);
  }

  cease(): void {
    this.#isOver = true;
    this.#loop?.stop();
  }

  /** Nobody joins twice: the server may not have noticed yet that a name is free. */
  #joinNext(): void {
    if (this.#isOver) return;
    this.#generator.connect(this.#nextIndex);
    this.#nextIndex += this.#plan.workers;
  }
}
