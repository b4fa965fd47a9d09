import { fileURLToPath } from "node:url";
import { ChildProgram } from "./child-program.ts";

const CLI = fileURLToPath(new URL("../../apps/server/src/cli.ts", import.meta.url));

/** Namespace of this chat, which keeps it apart from others on the same NATS server. */
const NAMESPACE = "example-cluster";

/** One line of a node's log, as far as it matters here. */
interface LogLine {
  readonly event: string;
  readonly msg: string;
  readonly port?: number;
}

/** One chat server in a process of its own: a node of the chat. */
export class ServerNode {
  readonly name: string;
  /** Resolves with its port as soon as clients can connect; rejects with what is wrong. */
  readonly listening: Promise<number>;
  readonly #program: ChildProgram;

  /** @param show - is given each thing that happens, as a sentence */
  constructor(name: string, port: number, natsUrl: string, show: (text: string) => void) {
    this.name = name;
    const address = ["--host", "127.0.0.1", "--port", `${port}`];
    const cluster = ["--nats", natsUrl, "--namespace", NAMESPACE, "--node-name", name];
    const flags = [...address, ...cluster, "--log-format", "json"];
    this.#program = new ChildProgram(process.execPath, [
      "--disable-sigusr1",
      "--conditions=@chat/source",
      CLI,
      ...flags,
    ]);
    this.listening = this.#follow(show);
  }

  /** The number of its process. */
  get pid(): number | undefined {
    return this.#program.pid;
  }

  /** Resolves with how it ended. */
  get ended(): Promise<string> {
    return this.#program.ended;
  }

  stop(): Promise<void> {
    return this.#program.stop();
  }

  async #follow(show: (text: string) => void): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#program.linesOf("stderr").on("line", show);
    this.#program.linesOf("stdout").on("line", (line) => {
      const { event, msg, port = 0 }: LogLine = JSON.parse(line);
      if (event === "listening") resolve(port);
      else if (event === "start-failed") reject(new Error(`${this.name} could not start. ${msg}`));
      else show(msg);
    });
    this.ended.then((how) => reject(new Error(`${this.name} ended before it listened (${how}).`)));
    return await promise;
  }
}
