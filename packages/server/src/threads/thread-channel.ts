import { type MessagePort, receiveMessageOnPort, type Transferable } from "node:worker_threads";
import type { FromRegistry, ToRegistry } from "./thread-message.ts";

/** The registry's line to one thread. */
export class ThreadChannel {
  readonly thread: number;
  readonly #port: MessagePort;
  readonly #hear: (message: ToRegistry) => void;
  #messages: FromRegistry[] = [];
  #ports: MessagePort[] = [];
  #confirmed: number[] = [];

  constructor(thread: number, port: MessagePort, hear: (message: ToRegistry) => void) {
    this.thread = thread;
    this.#port = port;
    this.#hear = hear;
    port.on("message", (messages: readonly ToRegistry[]) => this.#hearAll(messages));
  }

  /** Tells a thing with the next flush. */
  tell(message: FromRegistry): void {
    this.#messages.push(message);
    if (message.kind === "linked") this.#ports.push(message.port);
  }

  /** Tells that a claim is won, when everybody has heard who it was. */
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

  /** Hears what has come and waits to be heard: the last words of a thread that is dead. */
  hearOut(): void {
    for (let last = receiveMessageOnPort(this.#port); last; last = receiveMessageOnPort(this.#port)) {
      this.#hearAll(last.message);
    }
  }

  close(): void {
    this.#port.close();
  }

  #hearAll(messages: readonly ToRegistry[]): void {
    for (const message of messages) this.#hear(message);
  }
}
