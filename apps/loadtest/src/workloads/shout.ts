import { z } from "zod";
import type { LoadClient } from "../generator/load-client.ts";
import type { Question } from "../generator/question-queue.ts";
import type { LoadPlan, Workload } from "../generator/workload.ts";
import { writeCount } from "../result/format.ts";
import { count, OptionGroup, optionsIn } from "../units/option-values.ts";
import { MAX_USERS, PACING_RULE, type PacingSettings, pacingOptions, usersOption } from "./bench-options.ts";
import { PacedClients } from "./paced-clients.ts";
import type { WorkloadDefinition } from "./workload-definition.ts";

const { option } = optionsIn(OptionGroup.Load);

const schema = z.object({
  ...pacingOptions,
  users: usersOption,
  shouters: option(count("<users>", 1, MAX_USERS), "1", "Of the users, how many write to everyone."),
});

export const shout: WorkloadDefinition<typeof schema> = {
  name: "shout",
  summary: "messages to everyone",
  schema,
  create: (settings, plan) => new ShoutWorkload(settings, plan),
  bench: {
    goal: "messages",
    inFlightScope: "of each shouter",
    rules: [
      PACING_RULE,
      {
        message: "--shouters can't be more than --users.",
        isKept: ({ shouters, users }) => shouters <= users,
      },
    ],
    countUsers: ({ users }) => users,
    maxConnections: ({ users }) => users,
    describe: ({ users, shouters }) => ({ users: writeCount(users), shouters: writeCount(shouters) }),
  },
};

/** Sends messages to everyone, by the first few clients. In a closed loop the next one follows the receipt. */
class ShoutWorkload implements Workload {
  readonly #shouters: PacedClients;

  constructor({ shouters: senders, ...pacing }: PacingSettings & { readonly shouters: number }, plan: LoadPlan) {
    this.#shouters = new PacedClients(pacing, plan, { senders, send: (client, lateUs) => client.shout(lateUs) });
  }

  start(): void {
    this.#shouters.start();
  }

  stop(): void {
    this.#shouters.stop();
  }

  onJoined(client: LoadClient): void {
    this.#shouters.add(client);
  }

  onClosed(client: LoadClient): void {
    this.#shouters.remove(client);
  }

  onAnswer(client: LoadClient, { kind }: Question): void {
    if (kind === "receipt" && this.#shouters.goesOn(client)) client.shout(0);
  }
}
