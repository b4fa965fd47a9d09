import { describe } from "@chat/command-line/describe";
import { show } from "@chat/command-line/known-options";
import { cutToBytes, displayText, type ReceivedMessage } from "@chat/protocol";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { User } from "../delivery/user.ts";
import { HOOK_TIMEOUT_MS, MODULE_LOAD_TIMEOUT_MS } from "../limits.ts";
import type { Logger } from "../logger.ts";
import type { ChatModule, Hook, LoadedModule, ModuleUser } from "./chat-module.ts";
import { inTime } from "./in-time.ts";

type HookedModule<Name extends Hook> = LoadedModule & { readonly module: Required<Pick<ChatModule, Name>> };

/** Longest words of a module that go into a refusal, in bytes. */
const MAX_WORDS_BYTES = 1_000;

/** The answer to a message that a filter has failed on. */
const NOT_CHECKED = "The server could not check this message, so nobody got it.";

/** Calls the hooks of the modules of one event loop. What a hook does wrong is logged, and harms nobody else. */
export class Hooks {
  /**
   * Returns the words that refuse a newcomer, or `null`; rejects when a module has failed. It is `null` itself when no module admits:
   * nobody waits then.
   */
  readonly admit: ((user: User) => Promise<string | null>) | null;
  /** Returns the words that refuse a message, or `null`. It is `null` itself when no module filters. */
  readonly filter: ((user: User, message: ReceivedMessage) => string | null) | null;
  readonly #modules: readonly LoadedModule[];
  readonly #logger: Logger;
  #started: Promise<void> | null = null;

  constructor(modules: readonly LoadedModule[], logger: Logger) {
    this.#modules = modules;
    this.#logger = logger;
    const [admitting, filtering] = [this.#with("admit"), this.#with("filter")];
    this.admit = admitting.length > 0 ? (user) => this.#admit(admitting, user) : null;
    this.filter = filtering.length > 0 ? (user, message) => this.#filter(filtering, user, message) : null;
  }

  joined({ name, ip }: ModuleUser): void {
    for (const { url, module } of this.#with("joined")) this.#call("joined", url, () => module.joined({ name, ip }));
  }

  left({ name, ip }: ModuleUser, reason: DisconnectReason): void {
    for (const { url, module } of this.#with("left")) this.#call("left", url, () => module.left({ name, ip, reason }));
  }

  /** Starts the modules, once. Rejects when one of them does not start; the error names it. */
  started(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Stops the modules, if they were started. They can be started again. */
  async stopped(): Promise<void> {
    if (!this.#started) return;
    this.#started = null;
    const stops = this.#with("stopped").map(({ url, module }) =>
      this.#call("stopped", url, () => inTime(module.stopped(), HOOK_TIMEOUT_MS)),
    );
    await Promise.all(stops);
  }

  #with<Name extends Hook>(name: Name): HookedModule<Name>[] {
    return this.#modules.filter(({ module }) => module[name]) as HookedModule<Name>[];
  }

  async #start(): Promise<void> {
    for (const { url, module } of this.#with("started")) {
      try {
        await inTime(module.started(), MODULE_LOAD_TIMEOUT_MS);
      } catch (cause) {
        throw new Error(`The module ${url} did not start: ${describe(cause)}`, { cause });
      }
    }
  }

  /** Asks the modules one after the other; all of them together have the time of a hook. */
  async #admit(modules: readonly HookedModule<"admit">[], { name, ip }: User): Promise<string | null> {
    const until = performance.now() + HOOK_TIMEOUT_MS;
    for (const { url, module } of modules) {
      try {
        const answer = await inTime(module.admit({ name, ip }), Math.max(0, until - performance.now()));
        const refusal = readRefusal(answer);
        if (refusal !== null) return refusal;
      } catch (error) {
        this.#failed("admit", url, error);
        throw error;
      }
    }
    return null;
  }

  #filter(modules: readonly HookedModule<"filter">[], { name, ip }: User, { to, msg }: ReceivedMessage): string | null {
    for (const { url, module } of modules) {
      try {
        const refusal = readRefusal(module.filter({ from: { name, ip }, to, msg }));
        if (refusal !== null) return refusal;
      } catch (error) {
        this.#failed("filter", url, error);
        return NOT_CHECKED;
      }
    }
    return null;
  }

  /** Calls a hook whose answer does not matter. */
  async #call(hook: Hook, url: string, call: () => unknown): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.#failed(hook, url, error);
    }
  }

  #failed(hook: Hook, url: string, error: unknown): void {
    const reason = displayText(cutToBytes(describe(error), 300));
    this.#logger.error({ event: "hook-failed", hook, module: url, reason }, `${hook} of ${url} failed: ${reason}`);
  }
}

/** Reads what a hook has decided. */
function readRefusal(answer: unknown): string | null {
  if (answer === undefined) return null;
  if (typeof answer === "string" && answer !== "") return cutToBytes(answer.toWellFormed(), MAX_WORDS_BYTES);
  if (answer instanceof Promise) {
    answer.catch(() => undefined);
    throw new TypeError("it has returned a promise, and has to decide at once.");
  }
  throw new TypeError(`it has to return words, or undefined, not ${show(answer)}.`);
}
