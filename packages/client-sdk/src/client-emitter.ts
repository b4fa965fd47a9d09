import { captureRejectionSymbol, EventEmitter } from "node:events";
import { explainUnknown } from "@chat/command-line/known-options";
import { CLIENT_EVENT_NAMES, type ClientEventName, type ClientEvents } from "./client-events.ts";
import { ListenerFailedError } from "./errors.ts";

type Listener<Name extends ClientEventName> = (...event: ClientEvents[Name]) => void;

/**
 * Emits the events of a client, and no others: a listener of an event that does not exist is refused. An error of a listener never breaks the client, whether the listener throws or
 * rejects.
 */
export class ClientEmitter extends EventEmitter<ClientEvents> {
  constructor() {
    super({ captureRejections: true });
  }

  /** @throws {TypeError} for an event that does not exist, with the one that was most likely meant */
  override on<Name extends ClientEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.on(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does */
  override once<Name extends ClientEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.once(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does */
  override addListener<Name extends ClientEventName>(name: Name, listener: Listener<Name>): this {
    return this.on(name, listener);
  }

  /** @throws {TypeError} as {@link on} does */
  override prependListener<Name extends ClientEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.prependListener(name, listener as never);
  }

  /** @throws {TypeError} as {@link on} does */
  override prependOnceListener<Name extends ClientEventName>(name: Name, listener: Listener<Name>): this {
    checkName(name);
    return super.prependOnceListener(name, listener as never);
  }

  override off<Name extends ClientEventName>(name: Name, listener: Listener<Name>): this {
    return super.off(name, listener as never);
  }

  override removeListener<Name extends ClientEventName>(name: Name, listener: Listener<Name>): this {
    return super.removeListener(name, listener as never);
  }

  /** Emits an event to all listeners. */
  protected report<Name extends ClientEventName>(name: Name, argument: ClientEvents[Name][0]): void {
    try {
      // Each event has one argument; the emitter's type can't check a name that is a type parameter.
      (this as EventEmitter).emit(name, argument);
    } catch (error) {
      this.#reportFailure(error, name);
    }
  }

  /** Called by the runtime for a listener whose promise rejects. */
  override [captureRejectionSymbol](error: unknown, name: unknown, ..._arguments: unknown[]): void {
    this.#reportFailure(error, String(name));
  }

  /**
   * Emits `error` for an error of a listener. It is an uncaught exception of the program when nobody listens, and when the
   * listener of `error` itself fails: to emit that again could go on for ever.
   */
  #reportFailure(error: unknown, name: string): void {
    if (name !== "error" && this.listenerCount("error") > 0) {
      return this.report("error", new ListenerFailedError(name, error));
    }
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Plain JavaScript may pass any name. */
function checkName(name: string): void {
  if (!CLIENT_EVENT_NAMES.includes(name))
    throw new TypeError(explainUnknown("event", String(name), CLIENT_EVENT_NAMES));
}
