import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Fleet } from "../fleet/fleet.ts";
import { type AccountTotals, emptyAccounts } from "../metrics/ledger.ts";
import type { RunEnding } from "../result/run-result.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { createTimeline } from "../scenario/timeline.ts";
import { isVisited } from "../scenario/traits.ts";
import type { TargetServer } from "../target/target-server.ts";
import type { Load } from "../workloads/workloads.ts";
import { chooseSources } from "./choose-sources.ts";
import { RunMonitor } from "./run-monitor.ts";
import type { CommonSettings, RunHooks, RunPhase } from "./run-settings.ts";
import { ServerLife } from "./server-life.ts";
import { ServerMeter } from "./server-meter.ts";

/** Between two samples of a run, in milliseconds. */
const SAMPLE_EVERY_MS = 500;

/**
 * Silence at the end after which a message that is still in flight counts as lost, in milliseconds. It is longer where the
 * timeout of an answer is longer.
 */
const SETTLE_TIMEOUT_MS = 3_000;

/** Connections that are on their way at once: more only wait in the server's backlog. */
const JOINS_AT_ONCE = 200;

/** Counts of the measured load. */
interface LoadTotals {
  readonly joins: number;
  readonly sent: number;
  readonly received: number;
}

export interface LoadRunOptions {
  readonly settings: CommonSettings;
  readonly server: TargetServer;
  readonly hooks: RunHooks;
  readonly load: Load;
  /** Connections that there will be at most. */
  readonly connections: number;
}

/** The times of a load, beside how long it is measured. */
export interface LoadTimes {
  /** Time at the beginning that is in no metric, in milliseconds. */
  readonly warmUpMs?: number;
  /** Ends the load before its time. */
  readonly isOver?: Promise<void> | undefined;
  /** Returns how much of the load is done, from 0 to 1; the time of it by default. */
  readonly progress?: (() => number) | undefined;
}

/** A run from its first connection to its account: its workers, their samples, and the usage of the server's process. */
export class LoadRun implements AsyncDisposable {
  readonly monitor = new RunMonitor();
  readonly meter: ServerMeter;
  readonly life: ServerLife;
  readonly startedAt = new Date();
  /** Outcomes of all messages, once the run has ended. */
  accounts: AccountTotals = emptyAccounts();
  /** Counts of the load behind its warm-up: what came later, while it settled, is in no rate. */
  measured: LoadTotals & { readonly durationMs: number } = { durationMs: 0, joins: 0, sent: 0, received: 0 };
  readonly #fleet: Fleet;
  readonly #hooks: RunHooks;
  /** Aborted when the run is to end: by the user, since its server is gone, or since no client is left. */
  readonly #stopped: AbortSignal;
  readonly #deserted = new AbortController();
  /** True for clients that all join at first, and stay away when they have lost their connection. */
  readonly #isNobodyReplaced: boolean;
  #isRunning = false;
  readonly #settleTimeoutMs: number;
  readonly #ticker: NodeJS.Timeout;
  /** Called just before each sample is taken. */
  onInterval: () => void = () => undefined;
  #asked = 0;
  /** True where clients join and leave all the time: no number of them is asked for. */
  readonly #hasVisitors: boolean;
  /** Numbers of clients that have left for good. */
  #disconnected = 0;
  #progress = () => 0;
  /** The most that was shown: progress never goes back. */
  #shownProgress = 0;
  /** When the user ended the run, in milliseconds of the run. */
  #interruptedAtMs: number | null = null;
  #beganAt = performance.now();
  /** The end of the warm-up. */
  #measuredFrom = this.#beganAt;

  private constructor(fleet: Fleet, { settings, server, hooks, load }: LoadRunOptions) {
    this.#fleet = fleet;
    this.#hooks = hooks;
    this.#hasVisitors = load.kind === "scenario" && isVisited(load.scenario);
    this.#settleTimeoutMs = Math.max(SETTLE_TIMEOUT_MS, settings.answerTimeoutMs);
    this.meter = new ServerMeter(server);
    this.life = new ServerLife(this.monitor, server, settings.answerTimeoutMs);
    this.#stopped = AbortSignal.any([hooks.signal, this.life.ended, this.#deserted.signal]);
    this.#isNobodyReplaced = load.kind === "scenario" && isNobodyReplaced(load.scenario);
    fleet.onSample = (worker, sample) => this.monitor.take(worker, sample);
    this.#ticker = setInterval(() => this.#takeSample(), SAMPLE_EVERY_MS);
  }

  static async start(options: LoadRunOptions): Promise<LoadRun> {
    const { settings, server, load, connections } = options;
    const fleet = await Fleet.start(settings.fleet);
    const { host, port } = server;
    const { connectTimeoutMs, handshakeTimeoutMs, answerTimeoutMs, messageBytes, seed } = settings;
    const plan = {
      // Short, since it is in every name and every message.
      run: `t${randomBytes(3).toString("hex")}`,
      host,
      port,
      sources: chooseSources(host, connections),
      connectTimeoutMs,
      handshakeTimeoutMs,
      answerTimeoutMs,
      messageBytes,
      seed,
    };
    fleet.plan(plan, load);
    return new LoadRun(fleet, options);
  }

  /** Begins a phase. The progress of the run goes on from where it is as `progress` goes from 0 to 1; without one it stays. */
  enter(phase: RunPhase, progress: () => number = () => 0): void {
    const from = this.#shownProgress;
    this.#progress = () => from + (1 - from) * progress();
    this.#hooks.onPhase(phase);
  }

  /** Clients that there should be. */
  get asked(): number {
    return this.#asked;
  }

  /** True when the run is to end: by the user, since its server is gone, or since no client is left. */
  get isStopped(): boolean {
    return this.#stopped.aborted;
  }

  /** Everything that was seen of how the run ended, but for what a search for the limit has found. */
  get ending(): Omit<RunEnding, "goal" | "isCutShort" | "held" | "limit" | "limitEvidence"> {
    const { signal } = this.#hooks;
    const server = this.life.end;
    const { lastSignAtMs, heardAtMs, refusal, wrongAnswer } = this.monitor;
    const serverAtMs = server?.state === "gone" ? lastSignAtMs : heardAtMs;
    return {
      atMs: server ? serverAtMs : this.#interruptedAtMs,
      interruptedBy: signal.aborted && !server ? nameOfReason(signal.reason) : null,
      server,
      refusal,
      ...(this.#deserted.signal.aborted ? { isDeserted: true } : {}),
      ...(wrongAnswer === null ? {} : { wrongAnswer }),
      stall: this.life.longestStall,
    };
  }

  /** Lets clients join until there are `clients`; resolves when each has joined or failed, or the run is to end. */
  async joinUpTo(clients: number): Promise<void> {
    this.#asked = Math.max(this.#asked, clients);
    await Promise.race([this.#fleet.joinUpTo(clients, JOINS_AT_ONCE), waitForAbort(this.#stopped)]);
  }

  /** Sets the number of clients without waiting. A failure of a worker shows at the next wait. */
  setTarget(clients: number): void {
    this.#asked = clients;
    this.#fleet.joinUpTo(this.#disconnected + clients, JOINS_AT_ONCE).catch(() => undefined);
  }

  /** Closes all clients; from now on clients are counted from none again. */
  disconnectAll(): void {
    this.#disconnected += this.#asked;
    this.#fleet.disconnectAll();
    this.life.restart();
  }

  start(): void {
    this.#beganAt = performance.now();
    this.#measuredFrom = this.#beganAt;
    this.#fleet.start();
  }

  /** Keeps up the load for its warm-up, which is in no metric, and for the duration, or until `isOver`. */
  async runLoad(durationMs: number, { warmUpMs = 0, isOver, progress }: LoadTimes = {}): Promise<void> {
    // Ended while clients still joined: a client that joins after the first messages would seem to have lost them.
    if (this.isStopped || this.#isDeserted) return;
    this.start();
    this.#isRunning = true;
    this.enter("running", progress ?? (() => (performance.now() - this.#beganAt) / (warmUpMs + durationMs)));
    if (warmUpMs > 0) {
      await this.wait(warmUpMs);
      // Up to a quarter of a second of the warm-up is still with the workers.
      await this.#fleet.sample();
      this.monitor.restart();
      this.meter.restart();
      this.#measuredFrom = performance.now();
    }
    await this.wait(durationMs, isOver);
  }

  /** Resolves when each client has sent the messages that it had to send; never where their number is not fixed. */
  async allSent(): Promise<void> {
    await this.#fleet.allSent();
  }

  /** Waits for the duration, until `isOver`, or until the run is to end. */
  async wait(durationMs: number, isOver?: Promise<void>): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#stopped, over.signal]);
    const waiting = delay(durationMs, undefined, { signal }).catch(() => undefined);
    try {
      await Promise.race([waiting, this.#fleet.failed, ...(isOver ? [isOver] : [])]);
    } finally {
      over.abort();
    }
  }

  /** Resolves when all that the workers have seen until now is in the monitor. */
  async sample(): Promise<void> {
    await this.#fleet.sample();
  }

  /** Ends the load, waits for what is in flight, and takes the account of everything. */
  async end(): Promise<void> {
    this.#isRunning = false;
    if (this.#hooks.signal.aborted) this.#interruptedAtMs = this.monitor.elapsedMs;
    this.enter("settling");
    const sent = await this.#fleet.stopLoad();
    const totals = this.#totals();
    const loadMs = performance.now() - this.#measuredFrom;
    this.meter.stop();
    this.accounts = await this.#fleet.account(sent, this.life.ended.aborted ? 0 : this.#settleTimeoutMs);
    // Who was about to come back when the load ended may be back now.
    await this.#fleet.sample();
    // What is missing now was lost by a server that lives, or by one that does not: that is not the same.
    await this.life.settle();
    this.measured = this.#measure(totals, loadMs);
    // Rates of a moment would stand out, and say nothing.
    if (this.monitor.intervalMs > SAMPLE_EVERY_MS / 2) this.#takeSample();
    this.enter("done", () => 1);
    await this.#fleet.close();
  }

  /** True when nobody is there of those who were asked for: there is no load to make. */
  get #isDeserted(): boolean {
    return this.#asked > 0 && this.monitor.clients === 0;
  }

  /** Ends a load that nobody makes any more, unless the server may have ended: that is another verdict. */
  #endDeserted(): void {
    this.life.look();
    if (!this.life.isInDoubt) this.#deserted.abort();
  }

  #totals(): LoadTotals {
    const { measuredJoins: joins, sent, received } = this.monitor;
    return { joins, sent, received };
  }

  /** Leaves the time out in which the server was dead: it is in no average. */
  #measure(totals: LoadTotals, loadMs: number): LoadTotals & { readonly durationMs: number } {
    const { end } = this.life;
    if (!end) return { ...totals, durationMs: loadMs };
    const endedAt = this.monitor.startedAt + (this.ending.atMs ?? 0);
    return { ...this.monitor.aliveTotals, durationMs: Math.max(0, Math.min(loadMs, endedAt - this.#measuredFrom)) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#ticker);
    this.life.stop();
    await this.#fleet[Symbol.asyncDispose]();
  }

  #takeSample(): void {
    this.onInterval();
    if (this.#isRunning && this.#isNobodyReplaced && this.#isDeserted) this.#endDeserted();
    const sample = this.monitor.takeSample(this.meter.read());
    this.#shownProgress = Math.min(1, Math.max(this.#shownProgress, this.#progress()));
    this.#hooks.onSample(sample, this.#shownProgress, this.#hasVisitors ? null : this.#asked);
  }
}

/** Returns true for clients that all join at first, and stay away when they have lost their connection. */
function isNobodyReplaced(scenario: Scenario): boolean {
  return !isVisited(scenario) && scenario.churn === undefined && !createTimeline(scenario).isGrowing;
}

/** Returns the name of the signal that ended a run; the reason of an abort that is no signal says nothing to people. */
function nameOfReason(reason: unknown): string {
  return typeof reason === "string" ? reason : "SIGINT";
}

async function waitForAbort(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
