import { z } from "zod";
import type { LoadClient } from "../generator/load-client.ts";
import type { ClientPool, LoadPlan, Workload } from "../generator/workload.ts";
import { writeCount, writeNumber } from "../result/format.ts";
import type { Verdict } from "../result/run-result.ts";
import type { LoadOutcome } from "../verdict/account-verdict.ts";
import { createPacing, PACING_RULE, type Pacing, type PacingSettings, pacingOptions } from "./bench-options.ts";
import { OpenLoop } from "./open-loop.ts";
import type { WorkloadDefinition } from "./workload-definition.ts";

/** Pause before another client tries when one did not get in, in milliseconds: a refusal takes no time at all. */
const RETRY_MS = 10;

const schema = z.object(pacingOptions);

export const connect: WorkloadDefinition<typeof schema> = {
  name: "connect",
  summary: "clients that join and leave",
  schema,
  create: (settings, plan, pool) => new ConnectWorkload(settings, plan, pool),
  judge: judgeJoins,
  bench: {
    inFlightScope: "in each worker",
    rules: [PACING_RULE],
    countUsers: () => 0,
    // A client that has left holds its port for another minute.
    maxConnections: () => 100_000,
    describe: () => ({}),
  },
};

function judgeJoins({ measured: { joins, durationMs }, errors, isInterrupted }: LoadOutcome): Verdict {
  const perSecond = writeNumber(joins / Math.max(0.001, durationMs / 1_000));
  const failed = Object.entries(errors).filter(([, count]) => count > 0);
  return {
    kind: isInterrupted ? "interrupted" : "passed",
    text: `${writeCount(joins)} clients joined and left, ${perSecond} a second.`,
    evidence: failed.map(([problem, count]) => `${writeCount(count)} did not get in, or were dropped: ${problem}.`),
    clients: null,
    limit: null,
  };
}

/** Lets clients join and leave again: a fixed number at once, or at a rate. */
export class ConnectWorkload implements Workload {
  readonly #plan: LoadPlan;
  readonly #pacing: Pacing;
  readonly #pool: ClientPool;
  readonly #loop: OpenLoop | null;
  #nextIndex: number;
  #isOver = false;

  constructor(settings: PacingSettings, plan: LoadPlan, pool: ClientPool) {
    this.#plan = plan;
    this.#pacing = createPacing(settings);
    this.#pool = pool;
    this.#nextIndex = plan.worker;
    const { kind } = this.#pacing;
    this.#loop = kind === "open" ? new OpenLoop(this.#pacing.perSecond / plan.workers, () => this.#joinNext()) : null;
  }

  onJoined(client: LoadClient): void {
    this.#pool.release(client);
    if (this.#pacing.kind === "closed") this.#joinNext();
  }

  start(): void {
    this.#loop?.start();
    if (this.#pacing.kind === "open") return;
    for (let client = 0; client < this.#pacing.inFlight; client++) this.#joinNext();
  }

  /** Lets another client try; without this, each refusal would leave one fewer in flight, until none is left. */
  onClosed(): void {
    if (this.#pacing.kind === "closed") setTimeout(() => this.#joinNext(), RETRY_MS);
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
