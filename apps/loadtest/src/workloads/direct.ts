import { z } from "zod";
import type { LoadClient } from "../generator/load-client.ts";
import type { Stamp } from "../generator/stamp.ts";
import type { LoadPlan, Workload } from "../generator/workload.ts";
import { writeCount } from "../result/format.ts";
import { PACING_RULE, type PacingSettings, pacingOptions, usersOption } from "./bench-options.ts";
import { PacedClients } from "./paced-clients.ts";
import type { WorkloadDefinition } from "./workload-definition.ts";

const schema = z.object({ ...pacingOptions, users: usersOption });

export const direct: WorkloadDefinition<typeof schema> = {
  name: "dm",
  summary: "direct messages between pairs",
  schema,
  create: (settings, plan) => new DirectWorkload(settings, plan),
  bench: {
    goal: "messages",
    inFlightScope: "between each pair",
    rules: [PACING_RULE],
    countUsers: ({ users }) => users,
    maxConnections: ({ users }) => users,
    describe: ({ users }) => ({ users: writeCount(users) }),
  },
};

/** Sends direct messages between pairs. In a closed loop each answers another one, so that as many stay in flight. */
export class DirectWorkload implements Workload {
  readonly #clients: PacedClients;

  constructor({ users, ...pacing }: PacingSettings & { readonly users: number }, plan: LoadPlan) {
    this.#clients = new PacedClients(pacing, plan, {
      senders: users - (users % 2),
      send: (client, lateUs) => client.sendTo(client.index ^ 1, lateUs),
      // One of a pair begins, the other one answers.
      isServing: ({ index }) => index % 2 === 0,
    });
  }

  start(): void {
    this.#clients.start();
  }

  stop(): void {
    this.#clients.stop();
  }

  onJoined(client: LoadClient): void {
    this.#clients.add(client);
  }

  onClosed(client: LoadClient): void {
    this.#clients.remove(client);
  }

  onMessage(client: LoadClient, { sender }: Stamp): void {
    if (this.#clients.goesOn(client)) client.sendTo(sender, 0);
  }
}
