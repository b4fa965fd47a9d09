import { z } from "zod";
import type { LoadClient } from "../generator/load-client.ts";
import type { LoadPlan } from "../generator/load-plan.ts";
import type { Stamp } from "../generator/stamp.ts";
import type { Workload } from "../generator/workload.ts";
import { judgeAccounts } from "../verdict/account-verdict.ts";
import {
  createPacing,
  PACING_RULE,
  type Pacing,
  type PacingSettings,
  pacingOptions,
  usersOption,
} from "./bench-options.ts";
import { createOpenLoop, type OpenLoop } from "./open-loop.ts";
import { SilenceWatch } from "./silence-watch.ts";
import type { WorkloadDefinition } from "./workload-definition.ts";

const schema = z.object({ ...pacingOptions, users: usersOption });

export const direct: WorkloadDefinition<typeof schema> = {
  name: "dm",
  summary: "direct messages between pairs",
  schema,
  create: (settings, plan) => new DirectWorkload(settings, plan),
  judge: judgeAccounts,
  bench: {
    inFlightScope: "between each pair",
    rules: [PACING_RULE],
    countUsers: ({ users }) => users,
    maxConnections: ({ users }) => users,
    describe: ({ users }) => ({ users: `${users}` }),
  },
};

/** Sends direct messages between pairs. In a closed loop each answers another one, so that as many stay in flight. */
export class DirectWorkload implements Workload {
  readonly #users: number;
  readonly #pacing: Pacing;
  readonly #loop: OpenLoop | null;
  readonly #clients: LoadClient[] = [];
  readonly #watch = new SilenceWatch<LoadClient>((client) => this.#serve(client));
  #turn = 0;
  #isOver = false;

  constructor({ users, ...pacing }: PacingSettings & { readonly users: number }, plan: LoadPlan) {
    this.#users = users - (users % 2);
    this.#pacing = createPacing(pacing);
    this.#loop = createOpenLoop(this.#pacing, plan, this.#users, (lateUs) => this.#sendNext(lateUs));
  }

  onJoined(client: LoadClient): void {
    if (client.index < this.#users) this.#clients.push(client);
  }

  start(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (const client of this.#clients) this.#serve(client);
    this.#watch.start();
  }

  onMessage(client: LoadClient, { sender }: Stamp): void {
    if (this.#isOver || this.#pacing.kind === "open") return;
    this.#watch.touch(client);
    client.sendTo(sender, 0);
  }

  onClosed(client: LoadClient): void {
    this.#watch.forget(client);
    const index = this.#clients.indexOf(client);
    if (index >= 0) this.#clients.splice(index, 1);
  }

  stop(): void {
    this.#isOver = true;
    this.#loop?.stop();
    this.#watch.stop();
  }

  /** Puts a pair's messages into play: the client with the even number sends them. */
  #serve(client: LoadClient): void {
    if (client.index % 2 === 1 || this.#pacing.kind === "open") return;
    this.#watch.touch(client);
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
