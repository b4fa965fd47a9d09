import type { MessagePort } from "node:worker_threads";
import { describe } from "@chat/command-line/describe";

/** The methods of one end, which the other end calls. What they take and return can be posted to another thread. */
type Methods<Names> = { readonly [Name in keyof Names]: (...args: never[]) => unknown };

interface Answer {
  readonly answer: number;
  readonly value?: unknown;
  readonly error?: Error;
}

type Message = { readonly call: number; readonly method: PropertyKey; readonly args: readonly unknown[] } | Answer;

/** One end of a channel between two threads that call one another. The messages of one turn of the event loop go over together. */
export class RpcPort<Remote extends Methods<Remote>> {
  readonly #port: MessagePort;
  readonly #calls = new Map<number, PromiseWithResolvers<never>>();
  #messages: Message[] = [];
  #lastCall = 0;

  /** @param onClosed - called when the other end is closed, or its thread dead; the calls without an answer have been rejected */
  constructor(port: MessagePort, own: { readonly [method: PropertyKey]: unknown }, onClosed: () => void) {
    this.#port = port;
    port.on("message", (messages: readonly Message[]) => {
      for (const message of messages) {
        if ("answer" in message) this.#settle(message);
        else this.#answer(message.call, own[message.method] as (...args: readonly unknown[]) => unknown, message.args);
      }
    });
    port.on("close", () => {
      for (const { reject } of this.#calls.values()) reject(new Error("its thread has ended."));
      this.#calls.clear();
      onClosed();
    });
  }

  /** Calls a method of the other end. The result may be ignored: a failure is no unhandled rejection. */
  call<Name extends keyof Remote>(
    method: Name,
    ...args: Parameters<Remote[Name]>
  ): Promise<Awaited<ReturnType<Remote[Name]>>> {
    this.#lastCall += 1;
    const call = Promise.withResolvers<never>();
    call.promise.catch(() => undefined);
    this.#calls.set(this.#lastCall, call);
    this.#post({ call: this.#lastCall, method, args });
    return call.promise;
  }

  close(): void {
    this.#flush();
    this.#port.close();
  }

  async #answer(
    answer: number,
    method: (...args: readonly unknown[]) => unknown,
    args: readonly unknown[],
  ): Promise<void> {
    try {
      this.#post({ answer, value: await method(...args) });
    } catch (error) {
      const message = error instanceof Error ? error.message : describe(error);
      // Of other classes than those of the language, the class is lost between threads.
      this.#post({ answer, error: error instanceof RangeError ? new RangeError(message) : new Error(message) });
    }
  }

  #settle({ answer, value, error }: Answer): void {
    const call = this.#calls.get(answer);
    this.#calls.delete(answer);
    if (error) call?.reject(error);
    else call?.resolve(value as never);
  }

  #post(message: Message): void {
    if (this.#messages.push(message) === 1) setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    const messages = this.#messages;
    this.#messages = [];
    if (messages.length === 0) return;
    try {
      this.#port.postMessage(messages);
    } catch {
      // Nothing has gone over: one of them can't.
      for (const message of messages) this.#postAlone(message);
    }
  };

  /** Posts a message. A function, say, can't be posted: that fails its call, on whichever end, and nothing else. */
  #postAlone(message: Message): void {
    try {
      this.#port.postMessage([message]);
    } catch (cause) {
      const error = new Error(describe(cause));
      if ("answer" in message) this.#port.postMessage([{ answer: message.answer, error }]);
      else this.#settle({ answer: message.call, error });
    }
  }
}
