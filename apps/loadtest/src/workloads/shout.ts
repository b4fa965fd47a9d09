import { optionInfos, wholeNumber } from "@chat/command-line";
import { z } from "zod";
import type { LoadClient } from "../generator/load-client.ts";
import type { LoadPlan } from "../generator/load-plan.ts";
import type { Question } from "../generator/question-queue.ts";
import type { Workload } from "../generator/workload.ts";
import { OptionGroup } from "../units/option-values.ts";
import { judgeAccounts } from "../verdict/account-verdict.ts";
import {
  createPacing,
  MAX_USERS,
  PACING_RULE,
  type Pacing,
  type PacingSettings,
  pacingOptions,
  usersOption,
} from "./bench-options.ts";
import { createOpenLoop, type OpenLoop } from "./open-loop.ts";
import { SilenceWatch } from "./silence-watch.ts";
import type { WorkloadDefinition } from "./workload-definition.ts";

const schema = z.object({
  ...pacingOptions,
  users: usersOption,
  shouters: wholeNumber(1, MAX_USERS)
    .default(1)
    .register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<users>",
      default: "1",
      allowed: `a whole number from 1 to ${MAX_USERS}`,
      summary: "Of the users, how many write to everyone.",
    }),
});

export const shout: WorkloadDefinition<typeof schema> = {
  name: "shout",
  summary: "messages to everyone",
  schema,
  create: (settings, plan) => new ShoutWorkload(settings, plan),
  judge: judgeAccounts,
  bench: {
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
    describe: ({ users, shouters }) => ({ users: `${users}`, shouters: `${shouters}` }),
  },
};

/** Sends messages to everyone, by the first few clients. In a closed loop the next one follows the receipt. */
class ShoutWorkload implements Workload {
  readonly #shouterCount: number;
  readonly #pacing: Pacing;
  readonly #loop: OpenLoop | null;
  readonly #shouters: LoadClient[] = [];
  readonly #watch = new SilenceWatch<LoadClient>((client) => this.#serve(client));
  #turn = 0;
  #isOver = false;

  constructor({ shouters, ...pacing }: PacingSettings & { readonly shouters: number }, plan: LoadPlan) {
    this.#shouterCount = shouters;
    this.#pacing = createPacing(pacing);
    this.#loop = createOpenLoop(this.#pacing, plan, shouters, (lateUs) => this.#shoutNext(lateUs));
  }

  onJoined(client: LoadClient): void {
    if (client.index < this.#shouterCount) this.#shouters.push(client);
  }

  start(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (const client of this.#shouters) this.#serve(client);
    this.#watch.start();
  }

  onAnswer(client: LoadClient, { kind }: Question): void {
    if (kind !== "receipt" || this.#isOver || this.#pacing.kind === "open") return;
    this.#watch.touch(client);
    client.shout(0);
  }

  onClosed(client: LoadClient): void {
    this.#watch.forget(client);
    const index = this.#shouters.indexOf(client);
    if (index >= 0) this.#shouters.splice(index, 1);
  }

  stop(): void {
    this.#isOver = true;
    this.#loop?.stop();
    this.#watch.stop();
  }

  /** Puts a shouter's messages into play. */
  #serve(client: LoadClient): void {
    if (this.#pacing.kind === "open") return;
    this.#watch.touch(client);
    for (let message = 0; message < this.#pacing.inFlight; message++) client.shout(0);
  }

  #shoutNext(lateUs: number): void {
    this.#shouters[this.#turn++ % this.#shouters.length]?.shout(lateUs);
  }
}
