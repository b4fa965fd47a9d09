import type { RunEnding } from "../result/run-result.ts";
import { probeServer } from "../target/preflight.ts";
import type { TargetServer } from "../target/target-server.ts";
import { LifeWatch, type Stall } from "../verdict/life-watch.ts";
import type { RunMonitor } from "./run-monitor.ts";

/** Interval at which the signs of life are looked at, in milliseconds. */
const LOOK_EVERY_MS = 250;

/** Lateness of the tester, in milliseconds, from which on a silence may be its own. */
const LATE_MS = 1_000;

/** Time for a fresh connection to be answered, in milliseconds. */
const PROBE_TIMEOUT_MS = 5_000;

/** Watches during a run whether its server lives; its signal ends a run that is hopeless. */
export class ServerLife {
  readonly #monitor: RunMonitor;
  readonly #server: TargetServer;
  readonly #watch: LifeWatch;
  readonly #ended = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #isProbing = false;
  #lookedAtMs = 0;

  /** @param answerTimeoutMs - time in which an answer is in time */
  constructor(monitor: RunMonitor, server: TargetServer, answerTimeoutMs: number) {
    this.#monitor = monitor;
    this.#server = server;
    this.#watch = new LifeWatch(answerTimeoutMs);
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Aborted once the server is known to be gone or silent. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** True while it is not known whether the server lives; also once it is known not to. */
  get isInDoubt(): boolean {
    return this.#watch.isInDoubt;
  }

  get longestStall(): Stall | null {
    return this.#watch.longestStall;
  }

  /** What became of the server; `null` while it lives. */
  get end(): RunEnding["server"] {
    const { state } = this.#watch;
    if (state === "alive") return null;
    const exit = this.#server.readExit();
    return { state, hasExited: exit !== null, exitCode: exit?.exitCode ?? null, signal: exit?.signal ?? null };
  }

  /** Looks at the signs of life now, and makes a fresh connection where they leave a doubt. */
  look(): void {
    const { elapsedMs, heardAtMs, clients, lostConnections, isOwed, latenessMs } = this.#monitor;
    const isOwnLoopLate = elapsedMs - this.#lookedAtMs > LOOK_EVERY_MS + LATE_MS;
    this.#lookedAtMs = elapsedMs;
    this.#watch.observe({
      atMs: elapsedMs,
      heardAtMs,
      clients,
      lostConnections,
      isOwed,
      isTesterLate: isOwnLoopLate || latenessMs > LATE_MS,
      hasExited: this.#server.readExit() !== null,
    });
    this.#announce();
    if (this.#watch.wantsProbe && !this.#isProbing) void this.#probe();
  }

  /** Resolves when there is no doubt any more whether the server lives. */
  async settle(): Promise<void> {
    this.look();
    while (this.isInDoubt && this.#watch.state === "alive") {
      const looked = Promise.withResolvers<void>();
      setTimeout(looked.resolve, LOOK_EVERY_MS);
      await looked.promise;
    }
  }

  /** The tester has closed all of its connections: none of them was lost. */
  restart(): void {
    this.#watch.restart();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #probe(): Promise<void> {
    this.#isProbing = true;
    const startedAtMs = this.#monitor.elapsedMs;
    const outcome = await probeServer(this.#server.host, this.#server.port, PROBE_TIMEOUT_MS);
    this.#isProbing = false;
    this.#watch.noteProbe(outcome, startedAtMs, this.#monitor.elapsedMs);
    this.#announce();
  }

  #announce(): void {
    if (this.#watch.state !== "alive") this.#ended.abort();
  }
}
