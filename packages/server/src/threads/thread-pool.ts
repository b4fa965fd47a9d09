import { EventEmitter } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { displayText, PORT } from "@chat/protocol";
import type { ChatNodeEvents } from "../chat-node-events.ts";
import { DisconnectReason } from "../connection/disconnect-reason.ts";
import {
  LIMITS,
  type LimitName,
  resolveLimits,
  type ServerLimits,
  THREAD_CHECK_MS,
  THREAD_HANG_TIMEOUT_MS,
} from "../limits.ts";
import { type LogLevel, silentLogger } from "../logger.ts";
import type { ChatNodeOptions, CloseOptions } from "../options.ts";
import { SampledLogger } from "../sampled-logger.ts";
import { TrustedProxies } from "../trusted-proxies.ts";
import { toModuleUrl } from "./endpoint-modules.ts";
import { NameRegistry } from "./name-registry.ts";
import { PortReservation } from "./port-reservation.ts";
import { ThreadCounters } from "./thread-counters.ts";
import type { ThreadEvent } from "./thread-events.ts";
import { HangWatch, RestartPolicy } from "./thread-health.ts";
import type { ThreadUser } from "./thread-message.ts";
import { type ThreadEnd, WorkerThread } from "./worker-thread.ts";

const LOG_LEVELS = ["debug", "info", "warn", "error"] as const satisfies LogLevel[];

/** Options of a pool: those of a server, with the number of threads decided. */
export interface ThreadPoolOptions
  extends Pick<ChatNodeOptions, "host" | "port" | "limits" | "trustedProxies" | "allowLookAlikes" | "logger"> {
  readonly threads: number;
  /** Paths, seen from the current directory, or `file:` URLs. */
  readonly endpointModules?: readonly string[];
}

/**
 * A chat server of many event loops: threads that listen on one port, over which the system spreads new connections. This
 * thread serves nobody. It decides who has a name, starts a new thread for one that dies, and writes the log.
 */
export class ThreadPool extends EventEmitter<ChatNodeEvents> implements AsyncDisposable {
  readonly limits: ServerLimits;
  readonly threadCount: number;
  readonly #options: ThreadPoolOptions;
  /** As URLs: the current directory may be another when a thread is replaced. */
  readonly #endpointModules: readonly string[];
  readonly #logger: SampledLogger;
  readonly #registry: NameRegistry;
  readonly #counters: ThreadCounters;
  readonly #restarts = new RestartPolicy();
  /** Those that live, or are being started. */
  readonly #threads = new Set<WorkerThread>();
  /** Those of them that listen. */
  readonly #serving = new Set<WorkerThread>();
  readonly #closing = new AbortController();
  #checks: NodeJS.Timeout | undefined;
  #port: PortReservation | null = null;
  #address: AddressInfo | null = null;
  #listening: Promise<AddressInfo> | null = null;
  #closed: Promise<void> | null = null;

  constructor(options: ThreadPoolOptions) {
    super();
    this.limits = resolveLimits(options.limits ?? {});
    this.threadCount = options.threads;
    this.#options = options;
    // Threads read them again: one that is wrong has to be told here.
    new TrustedProxies(options.trustedProxies ?? []);
    this.#endpointModules = (options.endpointModules ?? []).map(toModuleUrl);
    this.#logger = new SampledLogger(options.logger ?? silentLogger);
    this.#registry = new NameRegistry(this.limits.maxConnectionsPerAddress);
    this.#counters = ThreadCounters.forSlots(this.threadCount);
    this.#watchListeners();
  }

  get userCount(): number {
    return this.#registry.userCount;
  }

  get connectionCount(): number {
    return this.#counters.connections;
  }

  address(): AddressInfo {
    if (!this.#address) throw new Error("The server does not listen: call listen() first.");
    return this.#address;
  }

  listen(): Promise<AddressInfo> {
    if (this.#isClosing) throw new Error("The server is closed: make a new one.");
    if (this.#listening) throw new Error("The server listens already, or is about to: make another for another port.");
    this.#listening = this.#listen();
    return this.#listening;
  }

  /** Closes all threads at once; each says goodbye to its users. A second call waits for the first. */
  close({ graceMs = 5_000 }: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #listen(): Promise<AddressInfo> {
    const threads: WorkerThread[] = [];
    this.#checkForHangs();
    try {
      for (let slot = 0; slot < this.threadCount; slot++) threads.push(this.#start(slot));
      await Promise.all(threads.map((thread) => thread.ready()));
      this.#address = await this.#listenAll(threads);
      for (const thread of threads) this.#watch(thread);
      return this.#address;
    } catch (error) {
      await this.#end(threads);
      clearInterval(this.#checks);
      this.#listening = null;
      throw error;
    }
  }

  async #listenAll(threads: readonly WorkerThread[]): Promise<AddressInfo> {
    this.#port = new PortReservation(this.#options.host ?? "0.0.0.0", this.#options.port ?? PORT);
    try {
      const address = await this.#port.keep();
      await Promise.all(threads.map((thread) => thread.listen(address.address, address.port)));
      return address;
    } finally {
      await this.#port.release();
    }
  }

  async #close(graceMs: number): Promise<void> {
    this.#closing.abort();
    await this.#listening?.catch(() => undefined);
    clearInterval(this.#checks);
    this.#registry.close();
    await Promise.all([...this.#threads].map((thread) => thread.close(graceMs)));
    await this.#end([...this.#threads]);
    await this.#port?.release();
    this.#logger.endWindow();
  }

  async #end(threads: readonly WorkerThread[]): Promise<void> {
    await Promise.all(threads.map((thread) => thread.terminate()));
    for (const thread of threads) {
      this.#threads.delete(thread);
      this.#registry.removeThread(thread.thread);
      this.#counters.clear(thread.slot);
    }
  }

  // ── Threads ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #start(slot: number): WorkerThread {
    const { thread, port } = this.#registry.addThread();
    const { buffer } = this.#counters;
    const limits = shareOf(this.limits, this.threadCount);
    const data = {
      thread,
      slot,
      registryPort: port,
      counters: buffer,
      limits,
      allowLookAlikes: this.#options.allowLookAlikes ?? false,
      endpointModules: this.#endpointModules,
      trustedProxies: this.#options.trustedProxies ?? [],
      logLevels: this.#logLevels(),
    };
    try {
      const started = new WorkerThread(data, (events) => this.#note(events));
      this.#threads.add(started);
      return started;
    } catch (error) {
      this.#registry.removeThread(thread);
      throw error;
    }
  }

  /** Looks after a thread that serves: should it die, its users are gone, and another takes its place. */
  async #watch(thread: WorkerThread): Promise<void> {
    this.#serving.add(thread);
    if (this.listenerCount("message") > 0) thread.tell({ kind: "watch-messages", isWanted: true });
    const since = performance.now();
    const end = await thread.ended;
    this.#serving.delete(thread);
    if (this.#isClosing) return;
    // Should that fail, the replacement tries again, and tells.
    if (this.#serving.size === 0) this.#port?.keep().catch(() => undefined);
    this.#bury(thread, end);
    await this.#replace(thread.slot, performance.now() - since);
  }

  /** Ends threads that hang; what follows is what follows on any death. */
  #checkForHangs(): void {
    const watch = new HangWatch<WorkerThread>(this.#counters, performance.now());
    const check = (): void => {
      for (const thread of watch.findHung(this.#threads, performance.now())) this.#endHung(thread);
    };
    this.#checks = setInterval(check, THREAD_CHECK_MS).unref();
  }

  #endHung(thread: WorkerThread): void {
    const number = thread.slot + 1;
    const text = `thread ${number} hangs: no sign of life in ${THREAD_HANG_TIMEOUT_MS / 1000} s, so it is ended`;
    this.#logger.error({ event: "thread-hung", thread: number }, text);
    thread.terminate();
  }

  #bury(thread: WorkerThread, { error }: ThreadEnd): void {
    const number = thread.slot + 1;
    const reason = error ? displayText(error.stack ?? error.message) : "it was ended";
    this.#logger.error({ event: "thread-died", thread: number }, `thread ${number} died: ${reason}`);
    this.#forget(thread);
  }

  #forget(thread: WorkerThread): void {
    this.#threads.delete(thread);
    this.#counters.clear(thread.slot);
    for (const user of this.#registry.removeThread(thread.thread)) this.#noteLost(user);
  }

  /** Tells what the thread of a user can't tell any more. */
  #noteLost({ name, ip }: ThreadUser): void {
    const reason = DisconnectReason.Lost;
    this.#logger.info({ event: "leave", name, ip, reason }, `${displayText(name)} left (${reason})`);
    this.emit("leave", { name, ip, reason });
  }

  /** Starts a new thread in a slot, until one serves there. The one before it has served for so long. */
  async #replace(slot: number, livedMs: number): Promise<void> {
    let isReplaced = false;
    for (let servedMs = livedMs; !isReplaced && !this.#isClosing; servedMs = 0) {
      const delayMs = this.#restarts.delayAfterDeath(performance.now(), servedMs);
      if (delayMs > 0) await this.#rest(delayMs);
      if (!this.#isClosing) isReplaced = await this.#tryReplace(slot);
    }
  }

  async #tryReplace(slot: number): Promise<boolean> {
    let thread: WorkerThread | null = null;
    try {
      thread = this.#start(slot);
      await thread.ready();
      if (this.#isClosing) return false;
      await this.#listenAgain(thread);
    } catch (error) {
      await thread?.terminate();
      if (this.#isClosing) return false;
      this.#noteNotStarted(slot, error);
      if (thread) this.#forget(thread);
      return false;
    }
    this.#logger.info({ event: "thread-started", thread: slot + 1 }, `thread ${slot + 1} serves again`);
    this.#watch(thread);
    await this.#port?.release();
    return true;
  }

  /** Lets a new thread listen. Where no other does, the port may have been lost. */
  async #listenAgain(thread: WorkerThread): Promise<void> {
    if (this.#serving.size === 0) await this.#port?.keep();
    const { address, port } = this.address();
    await thread.listen(address, port);
  }

  #noteNotStarted(slot: number, error: unknown): void {
    const number = slot + 1;
    const text = `thread ${number} did not start: ${displayText(String(error))}`;
    this.#logger.error({ event: "thread-not-started", thread: number }, text);
  }

  async #rest(delayMs: number): Promise<void> {
    const text = `threads die again and again: the next one is started in ${delayMs / 1000} s`;
    this.#logger.error({ event: "thread-restart-delayed", delayMs }, text);
    await delay(delayMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  // ── What threads tell ─────────────────────────────────────────────────────────────────────────────────────────────

  #note(events: readonly ThreadEvent[]): void {
    for (const event of events) {
      if (event.kind === "log") this.#logger[event.level](event.fields, event.line);
      else (this as EventEmitter).emit(event.name, ...event.payload);
    }
  }

  /** Messages are told of only while somebody listens: there are many. */
  #watchListeners(): void {
    const tellAll = (isWanted: boolean): void => {
      for (const thread of this.#threads) thread.tell({ kind: "watch-messages", isWanted });
    };
    // The events that every emitter has are not in the list of its own.
    const emitter = this as unknown as NodeJS.EventEmitter;
    emitter.on("newListener", (name: string | symbol) => {
      if (name === "message") tellAll(true);
    });
    emitter.on("removeListener", (name: string | symbol) => {
      if (name === "message" && this.listenerCount("message") === 0) tellAll(false);
    });
  }

  #logLevels(): LogLevel[] {
    return LOG_LEVELS.filter((level) => this.#logger.isLevelEnabled(level));
  }
}

/** Limits that threads share evenly: the memory of the process, and the bytes that the shouts of all bring to one receiver. */
const SHARED_LIMITS = [
  "maxAllOutboxBytes",
  "maxAllIncompleteBytes",
  "shoutBytesPerSecond",
  "shoutByteBurst",
] as const satisfies LimitName[];

/**
 * The limits of one thread: its share of some, and of connections without a name, as the system spreads them; the others as
 * they are, since all threads count them together.
 */
function shareOf(limits: ServerLimits, threads: number): ServerLimits {
  const shares = SHARED_LIMITS.map((name) => {
    const least = limits[name] === 0 ? 0 : Math.max(1, LIMITS[name].min);
    return [name, Math.max(least, Math.floor(limits[name] / threads))];
  });
  const maxNamelessPerAddress = Math.ceil(limits.maxNamelessPerAddress / threads);
  return { ...limits, ...Object.fromEntries(shares), maxNamelessPerAddress };
}
