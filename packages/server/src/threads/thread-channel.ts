import { type MessagePort, receiveMessageOnPort, type Transferable } from "node:worker_threads";
import type { FromRegistry, ToRegistry } from "./thread-message.ts";

/** The registry's end of the channel to one thread. The thread's end is a `RegistryPort`. */
export class ThreadChannel {
  readonly thread: number;
  readonly #port: MessagePort;
  readonly #onMessage: (message: ToRegistry) => void;
  #messages: FromRegistry[] = [];
  #ports: MessagePort[] = [];
  #confirmed: number[] = [];

  constructor(thread: number, port: MessagePort, onMessage: (message: ToRegistry) => void) {
    this.thread = thread;
    this.#port = port;
    this.#onMessage = onMessage;
    port.on("message", (messages: readonly ToRegistry[]) => this.#receive(messages));
  }

  /** Sends a message with the next flush. */
  send(message: FromRegistry): void {
    this.#messages.push(message);
    if (message.kind === "linked") this.#ports.push(message.port);
  }

  /** Confirms a claim with the next {@link flushConfirmed}. */
  confirm(number: number): void {
    this.#confirmed.push(number);
  }

  flush(): void {
    if (this.#messages.length === 0) return;
    this.#port.postMessage(this.#messages, this.#ports as Transferable[]);
    this.#messages = [];
    this.#ports = [];
  }

  flushConfirmed(): void {
    if (this.#confirmed.length === 0) return;
    const message: FromRegistry = { kind: "claimed", numbers: this.#confirmed };
    this.#confirmed = [];
    this.#port.postMessage([message]);
  }

  /** Receives the messages that a dead thread had posted before its end. */
  drain(): void {
    for (let last = receiveMessageOnPort(this.#port); last; last = receiveMessageOnPort(this.#port)) {
      this.#receive(last.message);
    }
  }

  close(): void {
    this.#port.close();
  }

  #receive(messages: readonly ToRegistry[]): void {
    for (const message of messages) this.#onMessage(message);
  }
}
