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
export class ServerNode extends ChildProgram {
  readonly name: string;
  /** Resolves with its port as soon as clients can connect; rejects with what is wrong. */
  readonly listening: Promise<number>;

  /** @param show - is given each thing that happens, as a sentence */
  constructor(name: string, port: number, natsUrl: string, show: (text: string) => void) {
    const address = ["--host", "127.0.0.1", "--port", `${port}`];
    const cluster = ["--nats", natsUrl, "--namespace", NAMESPACE, "--node-name", name];
    const flags = [...address, ...cluster, "--log-format", "json"];
    super(process.execPath, ["--disable-sigusr1", "--conditions=@chat/source", CLI, ...flags]);
    this.name = name;
    this.listening = this.#follow(show);
  }

  async #follow(show: (text: string) => void): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.linesOf("stderr").on("line", show);
    this.linesOf("stdout").on("line", (line) => {
      const { event, msg, port = 0 }: LogLine = JSON.parse(line);
      if (event === "listening") resolve(port);
      else if (event === "start-failed") reject(new Error(`${this.name} could not start. ${msg}`));
      else show(msg);
    });
    this.ended.then((how) => reject(new Error(`${this.name} ended before it listened (${how}).`)));
    return await promise;
  }
}
