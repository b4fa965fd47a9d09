import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ChatNodeOptions } from "@chat/server";
import type { AnswerTo, Question } from "./process-usage.ts";

/** The servers that can be measured: ours, and the yardstick. */
const SERVERS = {
  "chat server": new URL("../servers/chat-node.ts", import.meta.url),
  "bare relay": new URL("../servers/relay.ts", import.meta.url),
  "two threads": new URL("../servers/chat-threads.ts", import.meta.url),
  "node of several": new URL("../servers/nats-node.ts", import.meta.url),
};
export type ServerName = keyof typeof SERVERS;
/** Those that stand beside one another in the tables. */
export const SERVER_NAMES = ["chat server", "bare relay"] as const satisfies ServerName[];

/** The rates exist to slow down what a load generator does. */
const NO_RATES: ServerLimits = { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 };

/** Limits of the chat server; the bare relay has none. What is not named has its default. */
type ServerLimits = NonNullable<ChatNodeOptions["limits"]>;

/** A server in a process of its own, so that what it uses is told apart from what the load uses. */
export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #ended: AbortSignal;

  private constructor(child: ChildProcess, ended: AbortSignal, port: number) {
    this.#process = child;
    this.#ended = ended;
    this.port = port;
  }

  /** @param brokerUrl - for a node of several */
  static async start(name: ServerName, limits = NO_RATES, brokerUrl?: string): Promise<ServerProcess> {
    // The relay's one argument is its port, which is for the system to choose here.
    const args = name === "bare relay" ? [] : [JSON.stringify(limits), ...(brokerUrl === undefined ? [] : [brokerUrl])];
    const child = fork(SERVERS[name], args, { execArgv: [...process.execArgv, "--expose-gc"] });
    const ended = new AbortController();
    child.once("exit", () => ended.abort(new Error(`The process of the ${name} has ended.`)));
    const [port] = await once(child, "message", { signal: ended.signal });
    return new ServerProcess(child, ended.signal, port);
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error("The server's process has not started.");
    return this.#process.pid;
  }

  /** Rejects when the process has ended. */
  async ask<Asked extends Question>(question: Asked): Promise<AnswerTo<Asked>> {
    this.#process.send(question);
    const [answer] = await once(this.#process, "message", { signal: this.#ended });
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended.aborted) return;
    this.#process.kill();
    await once(this.#ended, "abort");
  }
}
