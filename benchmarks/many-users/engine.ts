import { NatsServer } from "@chat/testing";

/** The engine that makes several nodes one chat: one nats-server that keeps what it stores in a temporary folder. */
export class Engine implements AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly #server: NatsServer;

  private constructor(server: NatsServer) {
    this.#server = server;
    this.url = server.url;
    this.pid = server.pid;
    // However this program ends, nothing of it stays behind.
    process.once("exit", this.#kill);
  }

  static async start(): Promise<Engine> {
    return new Engine(await NatsServer.start());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    process.off("exit", this.#kill);
  }

  readonly #kill = () => this.#server.signal("SIGKILL");
}
