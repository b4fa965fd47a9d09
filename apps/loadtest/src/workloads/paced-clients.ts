import type { LoadClient } from "../generator/load-client.ts";
import type { LoadPlan } from "../generator/workload.ts";
import { createPacing, type Pacing, type PacingSettings } from "./bench-options.ts";
import { createOpenLoop, type OpenLoop } from "./open-loop.ts";
import { SilenceWatch } from "./silence-watch.ts";

export interface PacedOptions {
  /** Clients that send, in all workers. */
  readonly senders: number;
  /** Sends one message of a client, `lateUs` after it was due. */
  send(client: LoadClient, lateUs: number): void;
  /** Returns true for a client that puts messages into play in a closed loop; without it every client does. */
  isServing?(client: LoadClient): boolean;
}

/** The clients of a worker that send at a pace: each after an answer (closed loop), or in turn at a rate (open loop). */
export class PacedClients {
  readonly #pacing: Pacing;
  readonly #options: PacedOptions;
  readonly #loop: OpenLoop | null;
  readonly #clients: LoadClient[] = [];
  readonly #watch = new SilenceWatch<LoadClient>((client) => this.#serve(client));
  #turn = 0;
  #isOver = false;

  constructor(settings: PacingSettings, plan: LoadPlan, options: PacedOptions) {
    this.#pacing = createPacing(settings);
    this.#options = options;
    this.#loop = createOpenLoop(this.#pacing, plan, options.senders, (lateUs) => this.#sendNext(lateUs));
  }

  /** Adds a client, unless its number is beyond those that send. */
  add(client: LoadClient): void {
    if (client.index < this.#options.senders) this.#clients.push(client);
  }

  remove(client: LoadClient): void {
    this.#watch.forget(client);
    const index = this.#clients.indexOf(client);
    if (index >= 0) this.#clients.splice(index, 1);
  }

  start(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (const client of this.#clients) this.#serve(client);
    this.#watch.start();
  }

  stop(): void {
    this.#isOver = true;
    this.#loop?.stop();
    this.#watch.stop();
  }

  /** Notes that a client got what it waits for; returns true when it is to send the next message. */
  goesOn(client: LoadClient): boolean {
    if (this.#isOver || this.#pacing.kind === "open") return false;
    this.#watch.touch(client);
    return true;
  }

  /** Puts a client's messages into play. */
  #serve(client: LoadClient): void {
    const { isServing, send } = this.#options;
    if (this.#pacing.kind === "open" || isServing?.(client) === false) return;
    this.#watch.touch(client);
    for (let message = 0; message < this.#pacing.inFlight; message++) send(client, 0);
  }

  #sendNext(lateUs: number): void {
    const client = this.#clients[this.#turn++ % this.#clients.length];
    if (client) this.#options.send(client, lateUs);
  }
}
