import type { MessagePort } from "node:worker_threads";
import type { FromHub, ToHub } from "./thread-message.ts";

/** A thread's line to the hub: what one turn of the event loop brings goes over in one message. */
export class HubPort {
  /** Hears what concerns names and messages. */
  onMessage: (message: FromHub) => void = () => undefined;
  /** Hears of connections whose address has too many. */
  onCrowded: (connection: number) => void = () => undefined;
  readonly #port: MessagePort;
  #messages: ToHub[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", (messages: readonly FromHub[]) => {
      for (const message of messages) {
        if (message.kind === "crowded") this.onCrowded(message.connection);
        else this.onMessage(message);
      }
    });
  }

  post(message: ToHub): void {
    if (this.#messages.push(message) === 1) setImmediate(this.#flush);
  }

  close(): void {
    this.#flush();
    this.#port.close();
  }

  readonly #flush = (): void => {
    if (this.#messages.length === 0) return;
    this.#port.postMessage(this.#messages);
    this.#messages = [];
  };
}
