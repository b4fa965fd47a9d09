import type { Question } from "../generator/answer-queue.ts";
import type { LoadClient } from "../generator/load-client.ts";
import type { LoadPlan, Pacing } from "../generator/load-plan.ts";
import type { Workload } from "../generator/workload.ts";
import { OpenLoop } from "./open-loop.ts";
import { SilenceWatch } from "./silence-watch.ts";

/** Messages to everyone, by the first few clients: in a closed loop the next one follows the receipt. */
export class ShoutWorkload implements Workload {
  readonly #shouterCount: number;
  readonly #pacing: Pacing;
  readonly #loop: OpenLoop | null;
  readonly #shouters: LoadClient[] = [];
  readonly #watch = new SilenceWatch<LoadClient>((client) => this.#serve(client));
  #turn = 0;
  #isOver = false;

  constructor(plan: LoadPlan, shouters: number, pacing: Pacing) {
    this.#shouterCount = shouters;
    this.#pacing = pacing;
    const ours = Math.ceil((shouters - plan.worker) / plan.workers);
    this.#loop =
      pacing.kind === "open" && ours > 0
        ? new OpenLoop((pacing.perSecond * ours) / shouters, (lateUs) => this.#shoutNext(lateUs))
        : null;
  }

  joined(client: LoadClient): void {
    if (client.index < this.#shouterCount) this.#shouters.push(client);
  }

  begin(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (const client of this.#shouters) this.#serve(client);
    this.#watch.start();
  }

  arrived(): void {
    // A shout is answered to its sender.
  }

  answered(client: LoadClient, { kind }: Question): void {
    if (kind !== "receipt" || this.#isOver || this.#pacing.kind === "open") return;
    this.#watch.heard(client);
    client.shout(0);
  }

  gone(client: LoadClient): void {
    this.#watch.forget(client);
    const index = this.#shouters.indexOf(client);
    if (index >= 0) this.#shouters.splice(index, 1);
  }

  cease(): void {
    this.#isOver = true;
    this.#loop?.stop();
    this.#watch.stop();
  }

  /** Puts a shouter's messages into play. */
  #serve(client: LoadClient): void {
    if (this.#pacing.kind === "open") return;
    this.#watch.heard(client);
    for (let message = 0; message < this.#pacing.inFlight; message++) client.shout(0);
  }

  #shoutNext(lateUs: number): void {
    this.#shouters[this.#turn++ % this.#shouters.length]?.shout(lateUs);
  }
}
