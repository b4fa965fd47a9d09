import { setTimeout as delay } from "node:timers/promises";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { describe } from "@chat/command-line/describe";
import { displayText } from "@chat/protocol";
import { HOOK_TIMEOUT_MS, type ServerLimits } from "../limits.ts";
import type { Logger } from "../logger.ts";
import type { LoadedModule } from "../modules/chat-module.ts";
import { SampledLogger } from "../sampled-logger.ts";
import { ModuleLink } from "./module-link.ts";
import { findServerModules, isOnServer, type ServerModules } from "./server-modules.ts";
import { ThreadCounters } from "./thread-counters.ts";
import { MODULE_HOST_ENTRY } from "./thread-entry.ts";
import { LOG_LEVELS, type ThreadEvent } from "./thread-events.ts";
import { type HangTimes, HangWatch, RestartPolicy } from "./thread-health.ts";
import { WorkerThread } from "./worker-thread.ts";

/** Takes the port to the thread of the modules whenever that has started. */
export type ModulePortReceiver = (port: MessagePort) => void;

/** Returns the modules of a server that is one event loop: those with the scope `"server"` are one, behind a link. */
export function linkModules(
  modules: readonly LoadedModule[],
  { endpointTimeoutMs }: ServerLimits,
  logger: Logger,
  hangTimes?: HangTimes,
): readonly LoadedModule[] {
  const onServer = findServerModules(modules, endpointTimeoutMs);
  if (!onServer) return modules;
  const thread = new ModuleThread(onServer, new SampledLogger(logger), hangTimes);
  const link = new ModuleLink(onServer, { started: () => thread.start(), stopped: () => thread.close() });
  thread.add(link.connect);
  return [...modules.filter((module) => !isOnServer(module)), link.module];
}

/**
 * The thread of the modules with the scope `"server"`, as the server sees it. One that dies or hangs is replaced as threads that serve
 * users are; what the modules had in memory is lost.
 */
export class ModuleThread {
  readonly #modules: ServerModules;
  readonly #logger: SampledLogger;
  readonly #counters = ThreadCounters.forSlots(1);
  readonly #restarts = new RestartPolicy();
  readonly #receivers = new Set<ModulePortReceiver>();
  readonly #hangs: HangWatch<WorkerThread>;
  #closing = new AbortController();
  #checks: NodeJS.Timeout | undefined;
  /** The thread, also while it starts. */
  #thread: WorkerThread | null = null;
  #isServing = false;

  constructor(modules: ServerModules, logger: SampledLogger, hangTimes?: HangTimes) {
    this.#modules = modules;
    this.#logger = logger;
    this.#hangs = new HangWatch(this.#counters, performance.now(), hangTimes);
  }

  /** Adds an event loop, which gets a port to the thread whenever one has started. */
  add(receiver: ModulePortReceiver): void {
    this.#receivers.add(receiver);
    if (this.#isServing) this.#link(receiver);
  }

  delete(receiver: ModulePortReceiver): void {
    this.#receivers.delete(receiver);
  }

  /** Starts the thread, and replaces it from then on. Rejects when a module does not load or start. */
  start(): Promise<void> {
    this.#closing = new AbortController();
    this.#checks = setInterval(() => this.#endHung(), this.#hangs.times.checkEveryMs).unref();
    return this.#start();
  }

  async #start(): Promise<void> {
    this.#counters.clear(0);
    const logLevels = LOG_LEVELS.filter((level) => this.#logger.isLevelEnabled(level));
    const data = { ...this.#modules, thread: 0, slot: 0, counters: this.#counters.buffer, logLevels };
    const thread = new WorkerThread(data, (events) => this.#log(events), MODULE_HOST_ENTRY);
    this.#thread = thread;
    try {
      await thread.ready();
    } catch (error) {
      await thread.terminate();
      throw error;
    }
    this.#isServing = true;
    for (const receiver of this.#receivers) this.#link(receiver);
    void this.#watch(thread);
  }

  /** Stops the modules, and ends the thread. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#checks);
    this.#isServing = false;
    await this.#thread?.close(HOOK_TIMEOUT_MS);
    this.#logger.endWindow();
  }

  #link(receiver: ModulePortReceiver): void {
    const { port1, port2 } = new MessageChannel();
    this.#thread?.linkModules(port1);
    receiver(port2);
  }

  #endHung(): void {
    for (const thread of this.#hangs.findHung(this.#thread ? [this.#thread] : [], performance.now())) {
      const text = `the thread of the modules hangs: no sign of life in ${this.#hangs.times.hangTimeoutMs / 1000} s, so it is ended`;
      this.#logger.error({ event: "modules-hung" }, text);
      thread.terminate();
    }
  }

  async #watch(thread: WorkerThread): Promise<void> {
    const since = performance.now();
    const error = await thread.ended;
    this.#isServing = false;
    if (this.#closing.signal.aborted) return;
    const reason = error ? displayText(error.stack ?? error.message) : "it was ended";
    this.#logger.error({ event: "modules-died" }, `the thread of the modules died: ${reason}`);
    for (let servedMs = performance.now() - since; !(await this.#restart(servedMs)); servedMs = 0);
  }

  /** Tries to start the thread again. Returns whether nothing is left to do. */
  async #restart(servedMs: number): Promise<boolean> {
    const { signal } = this.#closing;
    const delayMs = this.#restarts.delayAfterDeath(performance.now(), servedMs);
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return true;
    try {
      await this.#start();
      this.#logger.info({ event: "modules-started" }, "the modules run again");
      return true;
    } catch (error) {
      const text = `the thread of the modules did not start: ${displayText(describe(error))}`;
      if (!signal.aborted) this.#logger.error({ event: "modules-not-started" }, text);
      return signal.aborted;
    }
  }

  #log(events: readonly ThreadEvent[]): void {
    for (const event of events) if (event.kind === "log") this.#logger[event.level](event.fields, event.line);
  }
}
