import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** One connection of a client: what both sides wrote. */
export interface Recording {
  readonly fromClient: Buffer[];
  readonly fromServer: Buffer[];
  /** Resolves once both sides are closed. */
  readonly closed: Promise<unknown>;
}

/** Passes bytes and ends on between clients and a server, and keeps what they wrote. */
export class RecordingProxy implements AsyncDisposable {
  readonly recordings: Recording[] = [];
  readonly #server: Server;

  private constructor(targetPort: number) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#connect(client, targetPort));
  }

  /** Starts a proxy on a free port. */
  static async start(targetPort: number): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(targetPort);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #connect(client: Socket, targetPort: number): void {
    const server = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    this.recordings.push({
      fromClient: pass(client, server),
      fromServer: pass(server, client),
      closed: Promise.all([client, server].map((socket) => new Promise((resolve) => socket.once("close", resolve)))),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** Passes on what a socket reads, and its end or its error; returns the list that is filled with it. */
function pass(from: Socket, to: Socket): Buffer[] {
  const chunks: Buffer[] = [];
  from.on("data", (chunk: Buffer) => chunks.push(chunk));
  from.on("error", () => to.resetAndDestroy());
  // When it is gone without an error, nothing takes any more what the other side still sends: that has to be read all the same.
  from.on("close", () => to.resume().end());
  from.pipe(to);
  return chunks;
}
