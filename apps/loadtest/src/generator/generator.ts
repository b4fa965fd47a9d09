import { type IntervalHistogram, monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { WorkerSample } from "../fleet/worker-message.ts";
import type { AccountTotals, RefusedTable, SentTable } from "../metrics/ledger.ts";
import { Measure, Recorder } from "../metrics/recorder.ts";
import type { ErrorKind } from "../result/error-kind.ts";
import { createWorkload } from "../workloads/workloads.ts";
import type { Question } from "./answer-queue.ts";
import { LoadClient, type LoadClientListener } from "./load-client.ts";
import type { LoadPlan } from "./load-plan.ts";
import { nowUs } from "./monotonic-clock.ts";
import { Receipts } from "./sequence-tracker.ts";
import type { Stamp, StreamKind } from "./stamp.ts";
import { type AccountedClient, takeAccount } from "./take-account.ts";
import type { Workload } from "./workload.ts";

/** How often the event loop's delay is looked at, in milliseconds. */
const LOOP_DELAY_RESOLUTION_MS = 10;

/** How long it has to be quiet at the end of a run when everything has arrived, in milliseconds. */
const QUIET_MS = 200;

/** A server that never stops to send is not waited for longer than this, in milliseconds. */
const LONGEST_SETTLE_MS = 60_000;

/** How often it is looked whether everything has arrived, in milliseconds. */
const SETTLE_EVERY_MS = 20;

/** What one event loop does of a run: its clients, what they do, and the account of what reached them. */
export class Generator implements LoadClientListener {
  readonly #plan: LoadPlan;
  readonly #workload: Workload;
  readonly #recorder = new Recorder();
  /** Every client that has joined, with what arrived at it. */
  readonly #receipts = new Map<LoadClient, Receipts>();
  readonly #loopDelay: IntervalHistogram = monitorEventLoopDelay({
    resolution: LOOP_DELAY_RESOLUTION_MS,
  });
  #utilization = performance.eventLoopUtilization();
  /** The next client to connect, where to stop, and how many may be on their way. */
  #next = 0;
  #end = 0;
  #atOnce = 1;
  /** Who waits until everybody has joined or failed. */
  #waiters: (() => void)[] = [];
  readonly #pending = new Set<LoadClient>();
  #joined = 0;
  /** The first that has joined: it learns what kind of server this is. */
  #probeClient: LoadClient | null = null;
  #counts = { joins: 0, returns: 0, cutOffs: 0, sent: 0, received: 0 };
  #errors: Record<string, number> = {};
  #details: Record<string, string> = {};
  #lastArrivalAt = 0;
  /** The same without what came a second time. */
  #lastNewArrivalAt = 0;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#workload = createWorkload(plan, this);
    this.#loopDelay.enable();
  }

  /**
   * Connects the clients with the next numbers, below `end`, that are this worker's, at most so many at once. Resolves when
   * each of them has joined or failed.
   */
  async join(end: number, atOnce: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#end = Math.max(this.#end, end);
    this.#atOnce = atOnce;
    this.#waiters.push(resolve);
    this.#joinMore();
    await promise;
  }

  begin(): void {
    this.#workload.begin();
  }

  /** Stops sending; gives what was sent. */
  cease(): SentTable {
    this.#workload.cease();
    this.#next = this.#end;
    const clients = [...this.#receipts.keys()];
    return {
      shouts: clients.flatMap(({ index, sentShouts }) => (sentShouts > 0 ? [[index, sentShouts] as const] : [])),
      direct: clients.flatMap(({ index, sentTo }) => [...sentTo].map(([to, count]) => [index, to, count] as const)),
      shoutTimes: clients.flatMap(({ index: sender, shoutTimes }) =>
        shoutTimes ? [{ sender, sentUs: shoutTimes.sentUs, settledUs: shoutTimes.settledUs }] : [],
      ),
      slowReaders: clients.filter(({ isExempt }) => isExempt).map(({ index }) => index),
    };
  }

  /**
   * Waits until everything that was sent to these clients has arrived and it has been quiet, since a double may still come, or
   * until nothing has come for so long.
   */
  async settle(sent: SentTable, settleTimeoutMs: number): Promise<void> {
    this.#lastArrivalAt = performance.now();
    this.#lastNewArrivalAt = this.#lastArrivalAt;
    let lookedAt = Number.NaN;
    let isLacking = true;
    const isSettled = () => {
      const now = performance.now();
      const isQuiet = now - this.#lastArrivalAt >= QUIET_MS;
      const newsMs = now - this.#lastNewArrivalAt;
      if (!isQuiet && newsMs < settleTimeoutMs) return false;
      // It takes a while to look, and nothing has changed without news.
      if (lookedAt !== this.#lastNewArrivalAt) isLacking = this.#lacksMessages(sent);
      lookedAt = this.#lastNewArrivalAt;
      if (isLacking || this.#lacksAnswers()) return newsMs >= settleTimeoutMs;
      return isQuiet || newsMs >= LONGEST_SETTLE_MS;
    };
    while (!isSettled()) await delay(SETTLE_EVERY_MS);
  }

  /** Gives what the senders among these clients were told did not, or may not have, arrived. */
  refusals(): RefusedTable {
    return [...this.#receipts.keys()].flatMap(({ index, refusedBy }) =>
      [...refusedBy].map(([receiver, count]) => [index, receiver, count] as const),
    );
  }

  account(sent: SentTable, refused: RefusedTable): AccountTotals {
    const { worker, workers } = this.#plan;
    return takeAccount(this.#accountedClients(), sent, refused, (receiver) => receiver % workers === worker);
  }

  /** Gives what happened since the last time, and where this worker stands. */
  sample(): WorkerSample {
    const sample: WorkerSample = {
      joined: this.#joined,
      pending: this.#pending.size,
      ...this.#counts,
      histograms: this.#recorder.take(),
      errors: this.#errors,
      details: this.#details,
      overdueAnswers: this.#countOverdue(),
      // What is measured is the time between two looks.
      loopDelayP99Ms: Math.max(0, this.#loopDelay.percentile(99) / 1e6 - LOOP_DELAY_RESOLUTION_MS),
      loopUtilization: performance.eventLoopUtilization(this.#utilization).utilization,
      serverKind: this.#probeClient?.serverKind ?? null,
    };
    this.#counts = { joins: 0, returns: 0, cutOffs: 0, sent: 0, received: 0 };
    this.#errors = {};
    this.#details = {};
    this.#loopDelay.reset();
    this.#utilization = performance.eventLoopUtilization();
    return sample;
  }

  /** Everybody leaves, and makes room for others with new numbers. */
  disconnectAll(): void {
    this.#next = this.#end;
    for (const client of this.#pending) client.leave();
    this.#pending.clear();
    for (const client of this.#receipts.keys()) {
      if (!client.isJoined) continue;
      client.leave();
      this.#workload.gone(client);
      this.#joined -= 1;
    }
  }

  /** Everybody leaves at once. */
  leave(): void {
    this.#workload.cease();
    this.#loopDelay.disable();
    for (const client of [...this.#pending, ...this.#receipts.keys()]) client.leave();
  }

  // ── What happens to the clients ───────────────────────────────────────────────────────────────────────────────────

  connected(_client: LoadClient, afterUs: number): void {
    this.#recorder.record(Measure.Connect, afterUs);
  }

  joined(client: LoadClient, afterUs: number): void {
    this.#recorder.record(Measure.Handshake, afterUs);
    this.#pending.delete(client);
    if (this.#receipts.has(client)) this.#counts.returns += 1;
    else this.#receipts.set(client, new Receipts());
    this.#probeClient ??= client;
    this.#joined += 1;
    this.#counts.joins += 1;
    this.#workload.joined(client);
    this.#joinMore();
  }

  gone(client: LoadClient, problem: ErrorKind, detail: string): void {
    if (this.#pending.delete(client)) {
      this.#count(problem, detail);
      this.#workload.gone(client);
      return this.#joinMore();
    }
    this.#joined -= 1;
    if (client.isExempt) this.#counts.cutOffs += 1;
    else this.#count(problem, detail);
    this.#workload.gone(client);
  }

  departed(client: LoadClient): void {
    this.#workload.gone(client);
  }

  sent(): void {
    this.#counts.sent += 1;
  }

  arrived(client: LoadClient, stamp: Stamp, atUs: number): void {
    this.#counts.received += 1;
    this.#lastArrivalAt = performance.now();
    if (!this.#receipts.get(client)?.arrive(stamp)) return;
    this.#lastNewArrivalAt = this.#lastArrivalAt;
    const latencyUs = atUs - stamp.sentAtUs;
    this.#recorder.record(Measure.Message, latencyUs + stamp.lateUs);
    this.#recorder.record(Measure.MessageUncorrected, latencyUs);
    this.#workload.arrived(client, stamp);
  }

  corrupted(client: LoadClient, kind: StreamKind): void {
    const receipts = this.#receipts.get(client);
    if (receipts) receipts.corrupted[kind] += 1;
  }

  answered(client: LoadClient, question: Question, atUs: number, isExpected: boolean): void {
    this.#counts.received += 1;
    this.#lastArrivalAt = performance.now();
    this.#lastNewArrivalAt = this.#lastArrivalAt;
    if (!isExpected) this.#count("error-answers", `An answer to ${question.to} was an error.`);
    const latencyUs = atUs - question.askedAtUs;
    this.#recorder.record(Measure.Answer, latencyUs + question.lateUs);
    this.#recorder.record(Measure.AnswerUncorrected, latencyUs);
    this.#workload.answered(client, question);
  }

  refused(count: number): void {
    this.#lastArrivalAt = performance.now();
    this.#lastNewArrivalAt = this.#lastArrivalAt;
    this.#count("refused", "The server told that messages did not, or may not have, arrived.", count);
  }

  #count(kind: string, detail: string, times = 1): void {
    this.#errors[kind] = (this.#errors[kind] ?? 0) + times;
    this.#details[kind] = detail;
  }

  // ── Joining ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #joinMore(): void {
    const { workers, worker } = this.#plan;
    while (this.#pending.size < this.#atOnce && this.#next < this.#end) {
      const index = this.#next++;
      if (index % workers === worker) this.connect(index);
    }
    if (this.#pending.size > 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  /** Connects one client; its number has to be new. */
  connect(index: number): LoadClient {
    const { sources, run, host, port, connectTimeoutMs, handshakeTimeoutMs, messageBytes, load } = this.#plan;
    const localAddress = sources[index % sources.length];
    const isShoutTimed = load.kind === "chat" && load.churn !== null;
    const client = new LoadClient(
      { run, index, host, port, localAddress, connectTimeoutMs, handshakeTimeoutMs, messageBytes, isShoutTimed },
      this,
    );
    this.comeBack(client);
    return client;
  }

  /** Lets a client leave that is to come back. */
  depart(client: LoadClient): void {
    this.#joined -= 1;
    client.depart();
  }

  /** Connects a client that has no connection, for the first time or again. */
  comeBack(client: LoadClient): void {
    this.#pending.add(client);
    client.connect();
  }

  /** Lets a client go that has done what it was for. */
  release(client: LoadClient): void {
    client.leave();
    this.#receipts.delete(client);
    this.#joined -= 1;
  }

  // ── Settling ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #lacksMessages(sent: SentTable): boolean {
    const { direct, shout } = takeAccount(this.#accountedClients(), sent, this.refusals());
    return direct.lost + shout.lost > 0;
  }

  #lacksAnswers(): boolean {
    for (const client of this.#receipts.keys())
      if (client.isListening && !client.isExempt && client.asked > client.answered + client.lostAnswers) return true;
    return false;
  }

  #accountedClients(): AccountedClient[] {
    return [...this.#receipts].map(([client, receipts]) => {
      const { index, isExempt, intervals, asked, answered, surplusAnswers } = client;
      return { index, isExempt, intervals, asked, answered, surplusAnswers, receipts };
    });
  }

  #countOverdue(): number {
    const limitUs = nowUs() - this.#plan.answerTimeoutMs * 1_000;
    let overdue = 0;
    for (const client of this.#receipts.keys()) {
      overdue += client.lostAnswers + (client.isJoined && (client.oldestQuestionAtUs ?? limitUs) < limitUs ? 1 : 0);
    }
    return overdue;
  }
}
