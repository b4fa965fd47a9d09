import { captureRejectionSymbol, EventEmitter } from "node:events";
import type { ClientEvents } from "./client-events.ts";
import { ListenerFailedError } from "./errors.ts";

/** The name of an event of a client. */
export type ClientEventName = keyof ClientEvents;

/** Emits the events of a client. An error of a listener never breaks the client, whether the listener throws or rejects. */
export class ClientEmitter extends EventEmitter<ClientEvents> {
  constructor() {
    super({ captureRejections: true });
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
