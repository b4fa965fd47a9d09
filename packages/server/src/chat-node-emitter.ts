import { captureRejectionSymbol, EventEmitter } from "node:events";
import { explainUnknown } from "@chat/command-line/known-options";
import { CHAT_NODE_EVENT_NAMES, type ChatNodeEventName, type ChatNodeEvents } from "./chat-node-events.ts";

type Listener<Name extends ChatNodeEventName> = (...event: ChatNodeEvents[Name]) => void;

/**
 * Emits the events of a server, and no others: a listener of an event that does not exist is refused. The failure of a
 * listener never reaches the connection whose event it was.
 */
export class ChatNodeEmitter extends EventEmitter<ChatNodeEvents> {
  constructor() {
    super({ captureRejections: true });
  }

  /** @throws {TypeError} for an event that does not exist, with the one that was most likely meant. */
  override on<Name extends ChatNodeEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.on(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does. */
  override once<Name extends ChatNodeEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.once(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does. */
  override addListener<Name extends ChatNodeEventName>(name: Name, listener: Listener<Name>): this {
    return this.on(name, listener);
  }

  /** @throws {TypeError} as {@link on} does. */
  override prependListener<Name extends ChatNodeEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.prependListener(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does. */
  override prependOnceListener<Name extends ChatNodeEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.prependOnceListener(name, listener as never);
  }

  /** Emits an event. A listener that throws an error does not throw it here: see the event `error`. */
  override emit<Name>(
    name: Name | ChatNodeEventName,
    ...event: Name extends ChatNodeEventName ? ChatNodeEvents[Name] : never
  ): boolean {
    try {
      return super.emit(name, ...event);
    } catch (error) {
      this.#listenerFailed(error, String(name));
      return true;
    }
  }

  /** Called by the runtime for a listener whose promise rejects. */
  override [captureRejectionSymbol](error: unknown, name: unknown, ..._arguments: unknown[]): void {
    this.#listenerFailed(error, String(name));
  }

  /** An uncaught exception of the program when nobody listens to `error`, and when the listener of that fails itself. */
  #listenerFailed(cause: unknown, name: string): void {
    const error = new Error(`A listener of the event "${name}" failed: ${String(cause)}`, { cause });
    if (name !== "error" && this.listenerCount("error") > 0) {
      this.emit("error", error);
      return;
    }
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Plain JavaScript may pass any name. The two others are those of every emitter. */
function checkName(name: string): void {
  if (CHAT_NODE_EVENT_NAMES.includes(name) || name === "newListener" || name === "removeListener") return;
  throw new TypeError(explainUnknown("event", String(name), CHAT_NODE_EVENT_NAMES));
}
