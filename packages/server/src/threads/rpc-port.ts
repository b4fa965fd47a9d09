import { MessagePort, receiveMessageOnPort, type Transferable } from "node:worker_threads";
import { describe } from "@chat/command-line/describe";
import { TurnBatch } from "../timing/turn-batch.ts";

/** The methods of one end, which the other end calls. What they take and return can be posted to another thread. */
type Methods<Names> = { readonly [Name in keyof Names]: (...args: never[]) => unknown };

interface Call {
  /** The number of the call; {@link NO_ANSWER} when nobody waits for what comes of it. */
  readonly call: number;
  readonly method: PropertyKey;
  readonly args: readonly unknown[];
}

interface Answer {
  readonly answer: number;
  readonly value?: unknown;
  readonly error?: Error;
  /** The code of a system's error. */
  readonly code?: string | undefined;
}

type Message = Call | Answer;

/** The methods of this end, as a call names them. */
type OwnMethods = Readonly<Record<PropertyKey, (...args: never[]) => unknown>>;

const NO_ANSWER = 0;

/** A port, or a thread as the one that has started it sees it. */
interface Channel {
  on(event: string, listener: (value: unknown) => void): unknown;
  postMessage(messages: readonly Message[], ports: readonly Transferable[]): void;
  close?(): void;
}

/** One end of a channel between two threads that call one another. The messages of one turn of the event loop go over together. */
export class RpcPort<Remote extends Methods<Remote>> {
  readonly #channel: Channel;
  readonly #calls = new Map<number, PromiseWithResolvers<never>>();
  readonly #messages = new TurnBatch<Message>((messages) => this.#post(messages));
  #lastCall = NO_ANSWER;
  #own: OwnMethods = {};
  /** The reason why nothing can be answered any more. */
  #end: Error | null = null;

  /**
   * @param onClosed - called when the other end is closed, or its thread dead. The calls without an answer are rejected, with the error
   * that it returns.
   */
  constructor(channel: Channel, onClosed = () => new Error("its thread has ended.")) {
    this.#channel = channel;
    const end = (): void => {
      this.#end ??= onClosed();
      for (const { reject } of this.#calls.values()) reject(this.#end);
      this.#calls.clear();
    };
    // A port closes, a thread exits.
    channel.on("close", end);
    channel.on("exit", end);
  }

  /** Answers the calls of the other end from now on. Those that came before have waited. */
  serve(own: object): void {
    this.#own = own as OwnMethods;
    this.#channel.on("message", (messages) => this.#receive(messages as readonly Message[]));
  }

  /** Receives what a dead thread had sent before its end. */
  drain(): void {
    const port = this.#channel as MessagePort;
    for (let last = receiveMessageOnPort(port); last; last = receiveMessageOnPort(port)) this.#receive(last.message);
  }

  /** Calls a method of the other end. Ports among the arguments go over to it. A failure that nobody awaits is no unhandled rejection. */
  call<Name extends keyof Remote>(
    method: Name,
    ...args: Parameters<Remote[Name]>
  ): Promise<Awaited<ReturnType<Remote[Name]>>> {
    this.#lastCall += 1;
    const call = Promise.withResolvers<never>();
    call.promise.catch(() => undefined);
    if (this.#end) call.reject(this.#end);
    else this.#calls.set(this.#lastCall, call);
    this.#messages.add({ call: this.#lastCall, method, args });
    return call.promise;
  }

  /** Calls a method of the other end, and asks for no answer. Its failure is that thread's uncaught error. */
  tell<Name extends keyof Remote>(method: Name, ...args: Parameters<Remote[Name]>): void {
    this.#messages.add({ call: NO_ANSWER, method, args });
  }

  flush(): void {
    this.#messages.flush();
  }

  close(): void {
    this.flush();
    this.#channel.close?.();
  }

  #receive(messages: readonly Message[]): void {
    for (const message of messages) {
      if ("answer" in message) this.#settle(message);
      else this.#run(message);
    }
  }

  async #run({ call: answer, method, args }: Call): Promise<void> {
    try {
      const value = await this.#own[method]?.(...(args as never[]));
      if (answer !== NO_ANSWER) this.#messages.add({ answer, value });
    } catch (error) {
      if (answer === NO_ANSWER) throw error;
      const message = error instanceof Error ? error.message : describe(error);
      // Between threads an error keeps the classes of the language, and no field of its own.
      const posted = error instanceof RangeError ? new RangeError(message) : new Error(message);
      this.#messages.add({ answer, error: posted, code: (error as NodeJS.ErrnoException | null)?.code });
    }
  }

  #settle({ answer, value, error, code }: Answer): void {
    const call = this.#calls.get(answer);
    this.#calls.delete(answer);
    if (error) call?.reject(code === undefined ? error : Object.assign(error, { code }));
    else call?.resolve(value as never);
  }

  #post(messages: readonly Message[]): void {
    try {
      this.#channel.postMessage(messages, portsIn(messages));
    } catch (cause) {
      const [first] = messages;
      // Nothing has gone over: one of them can't.
      if (messages.length > 1) for (const message of messages) this.#post([message]);
      else if (first) this.#notPosted(first, cause);
    }
  }

  /** A function, say, can't be posted: that fails its call, on whichever end, and nothing else. */
  #notPosted(message: Message, cause: unknown): void {
    const error = new Error(describe(cause));
    if ("answer" in message) this.#channel.postMessage([{ answer: message.answer, error }], []);
    else if (message.call === NO_ANSWER) throw cause;
    else this.#settle({ answer: message.call, error });
  }
}

function portsIn(messages: readonly Message[]): MessagePort[] {
  return messages.flatMap((message) =>
    "args" in message ? message.args.filter((arg) => arg instanceof MessagePort) : [],
  );
}
