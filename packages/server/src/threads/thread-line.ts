import type { MessagePort, Transferable } from "node:worker_threads";
import type { FromHub, ToHub } from "./thread-message.ts";

/** The hub's line to one thread. */
export class ThreadLine {
  readonly thread: number;
  readonly #port: MessagePort;
  #messages: FromHub[] = [];
  #ports: MessagePort[] = [];
  #confirmed: number[] = [];

  constructor(thread: number, port: MessagePort, hear: (message: ToHub) => void) {
    this.thread = thread;
    this.#port = port;
    port.on("message", (messages: readonly ToHub[]) => {
      for (const message of messages) hear(message);
    });
  }

  /** Tells a thing with the next flush. */
  tell(message: FromHub): void {
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
    const message: FromHub = { kind: "claimed", numbers: this.#confirmed };
    this.#confirmed = [];
    this.#port.postMessage([message]);
  }

  close(): void {
    this.#port.close();
  }
}
