import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** Takes one client, gives it bytes exactly as told, and leaves when the client has left. */
export class ScriptedServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #client: Promise<Socket>;

  private constructor(server: Server) {
    this.#server = server;
    this.#client = once(server, "connection").then(([socket]) => socket as Socket);
  }

  static async start(): Promise<ScriptedServer> {
    const server = createServer({ noDelay: true }, (socket) => socket.resume());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ScriptedServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Writes the pieces one after the other, each handed to the kernel before the next. */
  async write(pieces: Iterable<Uint8Array>): Promise<void> {
    const client = await this.#client;
    for (const piece of pieces) await new Promise<void>((resolve) => client.write(piece, () => resolve()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await once(this.#server, "close");
  }
}
