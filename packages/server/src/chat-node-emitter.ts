import { EventEmitter } from "node:events";
import { callListeners } from "@chat/command-line/call-listeners";
import { describe } from "@chat/command-line/describe";
import { explainUnknown } from "@chat/command-line/known-options";
import { CHAT_NODE_EVENT_NAMES, type ChatNodeEventName, type ChatNodeEvents } from "./chat-node-events.ts";

/** The events that every emitter has: before a listener is added, and after one was removed. */
interface EmitterEvents {
  newListener: [name: string | symbol, listener: (...event: never[]) => void];
  removeListener: [name: string | symbol, listener: (...event: never[]) => void];
}

type AnyEvents = ChatNodeEvents & EmitterEvents;
type AnyName = keyof AnyEvents;
type Listener<Name extends AnyName> = (...event: AnyEvents[Name]) => void;

/**
 * Emits the events of a server, and no others: a listener of an event that does not exist is refused. The failure of a
 * listener never reaches the connection whose event it was.
 *
 * Its shape is that of the emitter of the SDK: what is published can't take its declarations from an internal package.
 */
export class ChatNodeEmitter extends EventEmitter<ChatNodeEvents> {
  /** @throws {TypeError} for an event that does not exist, with the one that was most likely meant. */
  override on<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.on(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does. */
  override once<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.once(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does. */
  override addListener<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    return this.on(name, listener);
  }

  /** @throws {TypeError} as {@link on} does. */
  override prependListener<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.prependListener(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does. */
  override prependOnceListener<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.prependOnceListener(name, listener as never);
  }

  override off<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    return super.off(name, listener as never);
  }

  override removeListener<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    return super.removeListener(name, listener as never);
  }

  /** Emits an event to all listeners. One that fails does not throw here: see the event `error`. */
  override emit<Name>(
    name: Name | ChatNodeEventName,
    ...event: Name extends ChatNodeEventName ? ChatNodeEvents[Name] : never
  ): boolean {
    return callListeners(this, name as string, event, (cause) => this.#listenerFailed(cause, String(name)));
  }

  /** An uncaught exception of the program when nobody listens to `error`, and when the listener of that fails itself. */
  #listenerFailed(cause: unknown, name: string): void {
    const error = new Error(`A listener of the event "${name}" failed: ${describe(cause)}`, { cause });
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
