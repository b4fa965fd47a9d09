import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createJsonMsg } from "@chat/protocol";
import { PATIENCE_MS } from "@chat/testing";

/** One connection of a client to a server that the test plays. */
export class PlayedConnection {
  /** When it was accepted, in milliseconds by the monotonic clock. */
  readonly acceptedAt = performance.now();
  readonly #socket: Socket;
  readonly #received: Buffer[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#received.push(chunk));
    // A client that hangs up is what some tests wait for.
    socket.on("error", () => undefined);
  }

  /** Everything that the client has written so far. */
  get received(): string {
    return Buffer.concat(this.#received).toString();
  }

  /** Waits until the client has written this text so often. */
  async waitForText(text: string, count = 1): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    while (this.received.split(text).length <= count) await once(this.#socket, "data", { signal });
  }

  /** Waits until the client has ended its half. */
  async ended(): Promise<void> {
    if (!this.#socket.readableEnded) await once(this.#socket, "end", { signal: AbortSignal.timeout(PATIENCE_MS) });
  }

  /** Waits until the connection is closed. */
  async closed(): Promise<void> {
    if (!this.#socket.closed) await once(this.#socket, "close", { signal: AbortSignal.timeout(PATIENCE_MS) });
  }

  write(bytes: Uint8Array | string): void {
    this.#socket.write(bytes);
  }

  /** Writes a message to Ada. */
  say(from: string, text: string, to = "Ada"): void {
    this.write(`${createJsonMsg(from, "0.0.0.0", to, text)}\n`);
  }

  end(): void {
    this.#socket.end();
  }
}

/** A server that the test plays: it says what a test wants, and no more. */
export class PlayedServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #waiting: PlayedConnection[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #accepted = new EventEmitter();

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      this.#waiting.push(new PlayedConnection(socket));
      this.#accepted.emit("connection");
    });
  }

  static async start(): Promise<PlayedServer> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PlayedServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Waits for the next connection. */
  async accept(): Promise<PlayedConnection> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const connection = this.#waiting.shift();
      if (connection !== undefined) return connection;
      await once(this.#accepted, "connection", { signal });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
