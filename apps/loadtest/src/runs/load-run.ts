import { randomBytes } from "node:crypto";
import { isIPv4 } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Fleet } from "../fleet/fleet.ts";
import { type AccountTotals, emptyAccounts } from "../metrics/ledger.ts";
import { ErrorKind } from "../result/error-kind.ts";
import type { TargetServer } from "../target/target-server.ts";
import type { LoadOutcome } from "../verdict/account-verdict.ts";
import type { Load } from "../workloads/workloads.ts";
import { RunMonitor } from "./run-monitor.ts";
import type { CommonSettings, RunHooks, RunPhase } from "./run-settings.ts";
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
  readonly startedAt = new Date();
  /** Outcomes of all messages, once the run has ended. */
  accounts: AccountTotals = emptyAccounts();
  /** Counts of the load behind its warm-up: what came later, while it settled, is in no rate. */
  measured = { durationMs: 0, joins: 0, sent: 0, received: 0 };
  readonly #fleet: Fleet;
  readonly #hooks: RunHooks;
  readonly #settleTimeoutMs: number;
  readonly #ticker: NodeJS.Timeout;
  /** Called just before each sample is taken. */
  onInterval: () => void = () => undefined;
  #asked = 0;
  /** Numbers of clients that have left for good. */
  #disconnected = 0;
  #progress = () => 0;
  #beganAt = performance.now();
  /** The end of the warm-up. */
  #measuredFrom = this.#beganAt;

  private constructor(fleet: Fleet, { settings, server, hooks }: LoadRunOptions) {
    this.#fleet = fleet;
    this.#hooks = hooks;
    this.#settleTimeoutMs = Math.max(SETTLE_TIMEOUT_MS, settings.answerTimeoutMs);
    this.meter = new ServerMeter(server);
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

  /** Begins a phase; `progress` goes from 0 to 1 in it. */
  enter(phase: RunPhase, progress: () => number = () => 0): void {
    this.#progress = progress;
    this.#hooks.onPhase(phase);
  }

  /** Clients that there should be. */
  get asked(): number {
    return this.#asked;
  }

  /** Everything that the workload is judged by. */
  get outcome(): LoadOutcome {
    const { accounts, measured } = this;
    const { joins, rejoins, cutOffs, errors } = this.monitor;
    const missing = Math.max(0, this.#asked - (joins - rejoins));
    const clients = { missing, dropped: errors[ErrorKind.Dropped] ?? 0, rejoins, cutOffs };
    return { accounts, clients, errors, measured, isInterrupted: this.#hooks.signal.aborted };
  }

  /** Lets clients join until there are `clients`; resolves when each has joined or failed, or the run is to end. */
  async joinUpTo(clients: number): Promise<void> {
    this.#asked = Math.max(this.#asked, clients);
    const interrupted = waitForAbort(this.#hooks.signal);
    await Promise.race([this.#fleet.joinUpTo(clients, JOINS_AT_ONCE), interrupted]);
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
  }

  start(): void {
    this.#beganAt = performance.now();
    this.#measuredFrom = this.#beganAt;
    this.#fleet.start();
  }

  /** Keeps up the load for its warm-up, which is in no metric, and for the duration, or until `isOver`. */
  async runLoad(durationMs: number, { warmUpMs = 0, isOver, progress }: LoadTimes = {}): Promise<void> {
    // Ended while clients still joined: a client that joins after the first messages would seem to have lost them.
    if (this.#hooks.signal.aborted) return;
    this.start();
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
    const signal = AbortSignal.any([this.#hooks.signal, over.signal]);
    const waiting = delay(durationMs, undefined, { signal }).catch(() => undefined);
    try {
      await Promise.race([waiting, this.#fleet.failed, ...(isOver ? [isOver] : [])]);
    } finally {
      over.abort();
    }
  }

  /** Ends the load, waits for what is in flight, and takes the account of everything. */
  async end(): Promise<void> {
    this.enter("settling");
    const sent = await this.#fleet.stopLoad();
    const { measuredJoins: joins, sent: sentCount, received } = this.monitor;
    this.measured = { durationMs: performance.now() - this.#measuredFrom, joins, sent: sentCount, received };
    this.meter.stop();
    this.accounts = await this.#fleet.account(sent, this.#settleTimeoutMs);
    // Rates of a moment would stand out, and say nothing.
    if (this.monitor.intervalMs > SAMPLE_EVERY_MS / 2) this.#takeSample();
    this.enter("done", () => 1);
    await this.#fleet.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#ticker);
    await this.#fleet[Symbol.asyncDispose]();
  }

  #takeSample(): void {
    this.onInterval();
    const sample = this.monitor.takeSample(this.meter.read());
    this.#hooks.onSample(sample, Math.min(1, this.#progress()), this.#asked);
  }
}

async function waitForAbort(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** Most connections of one source address: it has some 28,000 ports towards one server, those in TIME_WAIT included. */
const CONNECTIONS_PER_SOURCE = 10_000;

/** Most addresses of the loopback network that are used. */
const MAX_SOURCES = 200;

/**
 * Chooses the addresses to connect from: on loopback as many as it takes that ports are no limit for the connections, else
 * none, which leaves the choice to the system.
 */
function chooseSources(host: string, connections: number): string[] {
  // Only Linux has all of 127.0.0.0/8 without being told.
  if (process.platform !== "linux" || !isIPv4(host) || !host.startsWith("127.")) return [];
  const count = Math.min(MAX_SOURCES, Math.ceil(connections / CONNECTIONS_PER_SOURCE) + 1);
  return Array.from({ length: count }, (_, index) => `127.0.0.${index + 2}`);
}
