import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe } from "@chat/command-line/describe";
import { displayText, PORT } from "@chat/protocol";
import { ChatNodeEmitter } from "../chat-node-emitter.ts";
import { checkCloseOptions } from "../check-options.ts";
import type { ConnectionReport } from "../connection/connection-report.ts";
import { DisconnectReason } from "../connection/disconnect-reason.ts";
import { Control, type OnlineUser } from "../control/control.ts";
import { openJournals } from "../journal/connection-journals.ts";
import type { ConnectionWatch, JournalLineTaker } from "../journal/connection-watch.ts";
import { resolveLimits, type ServerLimits } from "../limits.ts";
import { silentLogger } from "../logger.ts";
import type { LoadedModule } from "../modules/chat-module.ts";
import { Networks } from "../networks.ts";
import type { ChatNodeOptions, CloseOptions } from "../options.ts";
import { SampledLogger } from "../sampled-logger.ts";
import type { ServerTotals } from "../totals.ts";
import { ModuleThread } from "./module-thread.ts";
import { NameRegistry } from "./name-registry.ts";
import { PortReservation } from "./port-reservation.ts";
import { findServerModules, isOnServer, type ServerModules } from "./server-modules.ts";
import { ServingThreads } from "./serving-threads.ts";
import { ThreadCounters } from "./thread-counters.ts";
import { LOG_LEVELS, type ThreadEvent } from "./thread-events.ts";
import { type HangTimes, HangWatch, RestartPolicy } from "./thread-health.ts";
import { divideLimits } from "./thread-limits.ts";
import type { ThreadJournal, ThreadUser } from "./thread-message.ts";
import { WorkerThread } from "./worker-thread.ts";

/** Options of a pool: those of a server, with the number of threads decided. */
export interface ThreadPoolOptions
  extends Pick<
    ChatNodeOptions,
    "host" | "port" | "limits" | "trustedProxies" | "allowLookAlikes" | "logger" | "journal"
  > {
  readonly threads: number;
  readonly modules?: readonly LoadedModule[];
  /** Times of the check for threads that hang, for tests. */
  readonly hangTimes?: HangTimes | undefined;
}

/**
 * A chat server of many event loops: threads that listen on one port, over which the system spreads new connections. The
 * pool's own thread serves nobody. It has the registry of names, replaces threads that die, and writes the log.
 */
export class ThreadPool extends ChatNodeEmitter implements AsyncDisposable {
  readonly limits: ServerLimits;
  readonly threadCount: number;
  readonly control: Control;
  readonly #options: ThreadPoolOptions;
  /** `null`, as the next one, when no module has the scope `"server"`. */
  readonly #serverModules: ServerModules | null;
  readonly #moduleThread: ModuleThread | null;
  readonly #logger: SampledLogger;
  readonly #registry: NameRegistry;
  readonly #journal: ThreadJournal | null;
  readonly #counters: ThreadCounters;
  readonly #restarts = new RestartPolicy();
  /** Threads that live, or are being started. */
  readonly #threads = new Set<WorkerThread>();
  readonly #serving: ServingThreads;
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
    // Throws for an invalid network. The threads parse them again.
    new Networks(options.trustedProxies ?? [], "trustedProxies");
    this.#logger = new SampledLogger(options.logger ?? silentLogger, (entry) => this.emit("log", entry));
    const onServer = findServerModules(options.modules ?? [], this.limits.endpointTimeoutMs);
    this.#serverModules = onServer;
    this.#moduleThread = onServer && new ModuleThread(onServer, this.#logger, options.hangTimes);
    this.#registry = new NameRegistry(this.limits.maxConnectionsPerAddress);
    this.control = new Control(this.#registry, this.#logger);
    this.#counters = ThreadCounters.forSlots(this.threadCount);
    this.#serving = new ServingThreads(this.#logger);
    this.#journal = this.#openJournals();
    this.#watchListeners();
  }

  get userCount(): number {
    return this.#registry.userCount;
  }

  get connectionCount(): number {
    return this.#counters.connections;
  }

  users(): OnlineUser[] {
    return Array.from(this.#registry.users(), ({ name, ip }) => ({ name, ip }));
  }

  connections(): Promise<ConnectionReport[]> {
    return this.#serving.connections();
  }

  async totals(): Promise<ServerTotals> {
    const totals = await this.#serving.totals();
    return { ...totals, users: this.userCount, connections: this.connectionCount };
  }

  watch(id: string, takeLine: JournalLineTaker): Promise<ConnectionWatch | null> {
    return this.#serving.watch(id, takeLine);
  }

  address(): AddressInfo {
    if (!this.#address) throw new Error("The server does not listen: call listen() first.");
    return this.#address;
  }

  listen(): Promise<AddressInfo> {
    if (this.#isClosing()) throw new Error("The server is closed: make a new one.");
    if (this.#listening) throw new Error("The server listens already, or is about to: make another for another port.");
    this.#listening = this.#listen();
    return this.#listening;
  }

  /** Closes all threads at once; each says goodbye to its users. A second call waits for the first. */
  close(options: CloseOptions = {}): Promise<void> {
    const { graceMs } = checkCloseOptions(options);
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #listen(): Promise<AddressInfo> {
    const threads: WorkerThread[] = [];
    this.#checkForHangs();
    try {
      await this.#moduleThread?.start();
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

  /** Ends threads, and then that of the modules. */
  async #end(threads: readonly WorkerThread[]): Promise<void> {
    await Promise.all(threads.map((thread) => thread.terminate()));
    for (const thread of threads) this.#remove(thread);
    await this.#moduleThread?.close();
  }

  /** Forgets a dead thread. Returns the users who were lost with it. */
  #remove(thread: WorkerThread): readonly ThreadUser[] {
    this.#threads.delete(thread);
    this.#moduleThread?.delete(thread.linkModules);
    this.#counters.clear(thread.slot);
    return this.#registry.removeThread(thread.thread);
  }

  /** Opens one folder for all threads. */
  #openJournals(): ThreadJournal | null {
    const { journal } = this.#options;
    const folder = journal ? openJournals(journal, this.#logger) : null;
    return journal && folder ? { options: journal, path: folder.path, ledger: folder.ledger.buffer } : null;
  }

  #start(slot: number): WorkerThread {
    const { thread, port } = this.#registry.addThread();
    const data = {
      thread,
      slot,
      registryPort: port,
      counters: this.#counters.buffer,
      limits: divideLimits(this.limits, this.threadCount),
      allowLookAlikes: this.#options.allowLookAlikes ?? false,
      modules: (this.#options.modules ?? []).filter((module) => !isOnServer(module)).map(({ url }) => url),
      serverModules: this.#serverModules,
      trustedProxies: this.#options.trustedProxies ?? [],
      logLevels: LOG_LEVELS.filter((level) => this.#logger.isLevelEnabled(level)),
      journal: this.#journal,
    };
    try {
      const started = new WorkerThread(data, (events) => this.#publish(events));
      this.#threads.add(started);
      this.#moduleThread?.add(started.linkModules);
      return started;
    } catch (error) {
      this.#registry.removeThread(thread);
      throw error;
    }
  }

  /** Watches a thread that serves. When it dies, its users are gone and another takes its place. */
  async #watch(thread: WorkerThread): Promise<void> {
    this.#serving.add(thread);
    if (this.listenerCount("message") > 0) thread.watchMessages(true);
    const since = performance.now();
    const error = await thread.ended;
    this.#serving.remove(thread);
    if (this.#isClosing()) return;
    // If this fails, the replacement tries again and logs it.
    if (this.#serving.count === 0) this.#port?.keep().catch(() => undefined);
    this.#onThreadExit(thread, error);
    await this.#replace(thread.slot, performance.now() - since);
  }

  /** Terminates threads that hang. The rest follows as on any death. */
  #checkForHangs(): void {
    const watch = new HangWatch<WorkerThread>(this.#counters, performance.now(), this.#options.hangTimes);
    const check = (): void => {
      for (const thread of watch.findHung(this.#threads, performance.now())) {
        const number = thread.slot + 1;
        const text = `thread ${number} hangs: no sign of life in ${watch.times.hangTimeoutMs / 1000} s, so it is ended`;
        this.#logger.error({ event: "thread-hung", thread: number }, text);
        thread.terminate();
      }
    };
    this.#checks = setInterval(check, watch.times.checkEveryMs).unref();
  }

  #onThreadExit(thread: WorkerThread, error: Error | null): void {
    const number = thread.slot + 1;
    const reason = error ? displayText(error.stack ?? error.message) : "it was ended";
    this.#logger.error({ event: "thread-died", thread: number }, `thread ${number} died: ${reason}`);
    this.#forget(thread);
  }

  /** Forgets a dead thread, and reports in its place that its users have left. */
  #forget(thread: WorkerThread): void {
    const reason = DisconnectReason.Lost;
    for (const { name, ip } of this.#remove(thread)) {
      this.#logger.info({ event: "leave", name, ip, reason }, `${displayText(name)} left (${reason})`);
      this.emit("leave", { name, ip, reason });
    }
  }

  /** Starts threads in a slot until one serves. The one before has served for `livedMs`. */
  async #replace(slot: number, livedMs: number): Promise<void> {
    let isReplaced = false;
    for (let servedMs = livedMs; !isReplaced && !this.#isClosing(); servedMs = 0) {
      const delayMs = this.#restarts.delayAfterDeath(performance.now(), servedMs);
      if (delayMs > 0) await this.#pause(delayMs);
      if (!this.#isClosing()) isReplaced = await this.#tryReplace(slot);
    }
  }

  async #tryReplace(slot: number): Promise<boolean> {
    let thread: WorkerThread | null = null;
    try {
      thread = this.#start(slot);
      await thread.ready();
      if (this.#isClosing()) return false;
      await this.#listenAgain(thread);
    } catch (error) {
      await thread?.terminate();
      if (this.#isClosing()) return false;
      const text = `thread ${slot + 1} did not start: ${displayText(describe(error))}`;
      this.#logger.error({ event: "thread-not-started", thread: slot + 1 }, text);
      if (thread) this.#forget(thread);
      return false;
    }
    this.#logger.info({ event: "thread-started", thread: slot + 1 }, `thread ${slot + 1} serves again`);
    this.#watch(thread);
    await this.#port?.release();
    return true;
  }

  /** Makes a new thread listen. While no other does, the port may have been lost. */
  async #listenAgain(thread: WorkerThread): Promise<void> {
    if (this.#serving.count === 0) await this.#port?.keep();
    const { address, port } = this.address();
    await thread.listen(address, port);
  }

  async #pause(delayMs: number): Promise<void> {
    const text = `threads die again and again: the next one is started in ${delayMs / 1000} s`;
    this.#logger.error({ event: "thread-restart-delayed", delayMs }, text);
    await delay(delayMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  #publish(events: readonly ThreadEvent[]): void {
    for (const event of events) {
      if (event.kind === "log") this.#logger[event.level](event.fields, event.line);
      else this.emit(event.name, ...event.payload);
    }
  }

  /** Turns the many `message` events of threads on only while they have a listener. */
  #watchListeners(): void {
    const sendAll = (isWanted: boolean): void => {
      for (const thread of this.#threads) thread.watchMessages(isWanted);
    };
    this.on("newListener", (name) => {
      if (name === "message") sendAll(true);
    });
    this.on("removeListener", (name) => {
      if (name === "message" && this.listenerCount("message") === 0) sendAll(false);
    });
  }
}
