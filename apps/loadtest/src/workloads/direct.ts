import type { LoadClient } from "../generator/load-client.ts";
import type { LoadPlan, Pacing } from "../generator/load-plan.ts";
import type { Stamp } from "../generator/stamp.ts";
import type { Workload } from "../generator/workload.ts";
import { OpenLoop } from "./open-loop.ts";
import { SilenceWatch } from "./silence-watch.ts";

/** Direct messages between pairs: in a closed loop each is answered by another, so that as many stay under way. */
export class DirectWorkload implements Workload {
  readonly #users: number;
  readonly #pacing: Pacing;
  readonly #loop: OpenLoop | null;
  readonly #clients: LoadClient[] = [];
  readonly #watch = new SilenceWatch<LoadClient>((client) => this.#serve(client));
  #turn = 0;
  #isOver = false;

  constructor(plan: LoadPlan, users: number, pacing: Pacing) {
    this.#users = users - (users % 2);
    this.#pacing = pacing;
    // The share of the rate is that of the clients: a worker may have fewer than others, or none.
    const ours = Math.ceil((this.#users - plan.worker) / plan.workers);
    this.#loop =
      pacing.kind === "open" && ours > 0
        ? new OpenLoop((pacing.perSecond * ours) / this.#users, (lateUs) => this.#sendNext(lateUs))
        : null;
  }

  joined(client: LoadClient): void {
    if (client.index < this.#users) this.#clients.push(client);
  }

  begin(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (const client of this.#clients) this.#serve(client);
    this.#watch.start();
  }

  arrived(client: LoadClient, { sender }: Stamp): void {
    if (this.#isOver || this.#pacing.kind === "open") return;
    this.#watch.heard(client);
    client.sendTo(sender, 0);
  }

  answered(): void {
    // Nobody asks anything here.
  }

  gone(client: LoadClient): void {
    this.#watch.forget(client);
    const index = this.#clients.indexOf(client);
    if (index >= 0) this.#clients.splice(index, 1);
  }

  cease(): void {
    this.#isOver = true;
    this.#loop?.stop();
    this.#watch.stop();
  }

  /** The even one of a pair puts its messages into play. */
  #serve(client: LoadClient): void {
    if (client.index % 2 === 1 || this.#pacing.kind === "open") return;
    this.#watch.heard(client);
    for (let message = 0; message < this.#pacing.inFlight; message++) client.sendTo(partnerOf(client), 0);
  }

  #sendNext(lateUs: number): void {
    const client = this.#clients[this.#turn++ % this.#clients.length];
    client?.sendTo(partnerOf(client), lateUs);
  }
}

function partnerOf({ index }: LoadClient): number {
  return index ^ 1;
}
