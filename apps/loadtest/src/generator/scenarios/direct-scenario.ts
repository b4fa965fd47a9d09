import type { LoadClient } from "../load-client.ts";
import type { LoadPlan, Pacing } from "../load-plan.ts";
import { OpenLoop } from "../open-loop.ts";
import type { Scenario } from "../scenario.ts";
import type { Stamp } from "../stamp.ts";

/** Time without any arrival after which a pair in a closed loop begins anew, in milliseconds: its messages were lost. */
const SILENCE_MS = 2_000;

/** Direct messages between pairs: in a closed loop each is answered by another, so that as many stay under way. */
export class DirectScenario implements Scenario {
  readonly #users: number;
  readonly #pacing: Pacing;
  readonly #loop: OpenLoop | null;
  readonly #clients: LoadClient[] = [];
  readonly #lastArrival = new Map<LoadClient, number>();
  #watch: NodeJS.Timeout | undefined;
  #turn = 0;
  #isOver = false;

  constructor(plan: LoadPlan, users: number, pacing: Pacing) {
    this.#users = users - (users % 2);
    this.#pacing = pacing;
    this.#loop =
      pacing.kind === "open" ? new OpenLoop(pacing.perSecond / plan.workers, (lateUs) => this.#sendNext(lateUs)) : null;
  }

  joined(client: LoadClient): void {
    if (client.index < this.#users) this.#clients.push(client);
  }

  begin(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (const client of this.#clients) this.#serve(client);
    this.#watch = setInterval(() => this.#serveSilent(), SILENCE_MS / 4);
  }

  arrived(client: LoadClient, { sender }: Stamp): void {
    if (this.#isOver || this.#pacing.kind === "open") return;
    this.#lastArrival.set(client, performance.now());
    client.sendTo(sender, 0);
  }

  answered(): void {
    // Nobody asks anything here.
  }

  gone(client: LoadClient): void {
    const index = this.#clients.indexOf(client);
    if (index >= 0) this.#clients.splice(index, 1);
  }

  cease(): void {
    this.#isOver = true;
    this.#loop?.stop();
    clearInterval(this.#watch);
  }

  /** The even one of a pair puts its messages into play. */
  #serve(client: LoadClient): void {
    if (client.index % 2 === 1 || this.#pacing.kind === "open") return;
    this.#lastArrival.set(client, performance.now());
    for (let message = 0; message < this.#pacing.inFlight; message++) client.sendTo(partnerOf(client), 0);
  }

  #serveSilent(): void {
    const now = performance.now();
    for (const client of this.#clients)
      if (now - (this.#lastArrival.get(client) ?? now) > SILENCE_MS) this.#serve(client);
  }

  #sendNext(lateUs: number): void {
    const client = this.#clients[this.#turn++ % this.#clients.length];
    client?.sendTo(partnerOf(client), lateUs);
  }
}

function partnerOf({ index }: LoadClient): number {
  return index ^ 1;
}
