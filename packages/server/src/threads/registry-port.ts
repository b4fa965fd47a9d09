import type { MessagePort } from "node:worker_threads";
import type { FromRegistry, ToRegistry } from "./thread-message.ts";

/** A thread's end of its channel to the registry. The messages of one turn of the event loop go over together. */
export class RegistryPort {
  onMessage: (message: FromRegistry) => void = () => undefined;
  onAddressLimitReached: (connection: number) => void = () => undefined;
  readonly #port: MessagePort;
  #messages: ToRegistry[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", (messages: readonly FromRegistry[]) => {
      for (const message of messages) {
        if (message.kind === "address-limit-reached") this.onAddressLimitReached(message.connection);
        else this.onMessage(message);
      }
    });
  }

  post(message: ToRegistry): void {
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
