import { EventEmitter } from "node:events";
import { callListeners, watchPromise } from "@chat/command-line/call-listeners";
import { explainUnknown } from "@chat/command-line/known-options";
import { CLIENT_EVENT_NAMES, type ClientEventName, type ClientEvents } from "./client-events.ts";
import { ListenerFailedError } from "./errors.ts";

/** The events that every emitter has: before a listener is added, and after one was removed. */
interface EmitterEvents {
  newListener: [name: string | symbol, listener: (...event: never[]) => void];
  removeListener: [name: string | symbol, listener: (...event: never[]) => void];
}

type AnyEvents = ClientEvents & EmitterEvents;
type AnyName = keyof AnyEvents;
type Listener<Name extends AnyName> = (...event: AnyEvents[Name]) => void;

/**
 * Emits the events of a client, and no others: a listener of an event that does not exist is refused. An error of a
 * listener never breaks the client, whether the listener throws or rejects.
 *
 * Its shape is that of the emitter of the server: what is published can't take its declarations from an internal package.
 */
export class ClientEmitter extends EventEmitter<ClientEvents> {
  /** @throws {TypeError} for an event that does not exist, with the one that was most likely meant */
  override on<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.on(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does */
  override once<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.once(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does */
  override addListener<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    return this.on(name, listener);
  }

  /** @throws {TypeError} as {@link on} does */
  override prependListener<Name extends AnyName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.prependListener(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does */
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
    name: Name | ClientEventName,
    ...event: Name extends ClientEventName ? ClientEvents[Name] : never
  ): boolean {
    return callListeners(this, name as string, event, (cause) => this.#listenerFailed(cause, String(name)));
  }

  /** Emits `error` when what a callback of the program has returned is a promise that rejects. */
  protected watchCallback(name: string, returned: unknown): void {
    watchPromise(returned, (cause) => this.#listenerFailed(cause, name));
  }

  /**
   * Emits `error` for an error of a listener. It is an uncaught exception of the program when nobody listens, and when the
   * listener of `error` itself fails: to emit that again could go on for ever.
   */
  #listenerFailed(cause: unknown, name: string): void {
    if (name !== "error" && this.listenerCount("error") > 0) {
      this.emit("error", new ListenerFailedError(name, cause));
      return;
    }
    queueMicrotask(() => {
      throw cause;
    });
  }
}

/** Plain JavaScript may pass any name. The two others are those of every emitter. */
function checkName(name: string): void {
  if (CLIENT_EVENT_NAMES.includes(name) || name === "newListener" || name === "removeListener") return;
  throw new TypeError(explainUnknown("event", String(name), CLIENT_EVENT_NAMES));
}
