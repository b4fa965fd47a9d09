import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createChatNode } from "@chat/server";

/** Starts a chat server on a port that the system chooses. */
export async function startChatServer() {
  const node = createChatNode({ host: "127.0.0.1", port: 0 });
  const { port } = await node.listen();
  return { port, close: () => node.close(), [Symbol.asyncDispose]: () => node.close({ graceMs: 0 }) };
}

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

  /** Writes the chunks one after the other, each handed to the kernel before the next. */
  async write(chunks: Iterable<Uint8Array>): Promise<void> {
    const client = await this.#client;
    for (const chunk of chunks) await new Promise<void>((resolve) => client.write(chunk, () => resolve()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await once(this.#server, "close");
  }
}
