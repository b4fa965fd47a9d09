import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { AnswerTo, Question } from "./process-usage.ts";

/** The servers that can be measured: ours, and the yardstick. */
const SERVERS = {
  "chat server": new URL("../servers/chat-node.ts", import.meta.url),
  "bare relay": new URL("../servers/relay.ts", import.meta.url),
};
export type ServerName = keyof typeof SERVERS;
export const SERVER_NAMES = Object.keys(SERVERS) as ServerName[];

/** A server in a process of its own, so that what it uses is told apart from what the load uses. */
export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
  }

  static async start(name: ServerName): Promise<ServerProcess> {
    const child = fork(SERVERS[name], { execArgv: [...process.execArgv, "--expose-gc"] });
    return new ServerProcess(child, await nextMessage<number>(child));
  }

  async ask<Asked extends Question>(question: Asked): Promise<AnswerTo<Asked>> {
    this.#process.send(question);
    return await nextMessage<AnswerTo<Asked>>(this.#process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#process, "exit");
    this.#process.kill();
    await exited;
  }
}

async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const ended = once(child, "exit").then(() => {
    throw new Error("The server's process has ended; what it wrote above says why.");
  });
  const [message] = await Promise.race([once(child, "message"), ended]);
  return message as Message;
}
