import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { SharedReadBuffer } from "./shared-read-buffer.ts";
import { receiveRead, TcpTransport } from "./tcp-transport.ts";
import type { Transport, TransportServer } from "./transport.ts";

export interface TcpServerOptions {
  readonly host: string;
  /** 0 for one of the system's choice. */
  readonly port: number;
  /** Connections that may wait in the kernel to be accepted. */
  readonly backlog: number;
  /** Lets other event loops listen on the same port: the system spreads connections over them. */
  readonly reusePort: boolean;
  /** Milliseconds of silence after which the kernel asks if the peer is still there. */
  readonly keepAliveDelayMs: number;
  /** Reads all sockets into one buffer, where the runtime can. */
  readonly sharesReadBuffer: boolean;
  /** Takes an error of the listening socket. */
  readonly onError: (error: Error) => void;
}

/** Listens on a TCP port. */
export class TcpServer implements TransportServer<AddressInfo> {
  readonly #options: TcpServerOptions;
  readonly #server: Server;

  constructor(options: TcpServerOptions) {
    this.#options = options;
    this.#server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: options.keepAliveDelayMs,
    });
  }

  async listen(accept: (transport: Transport) => void): Promise<AddressInfo> {
    const { host, port, backlog, reusePort, sharesReadBuffer, onError } = this.#options;
    const buffer = sharesReadBuffer ? await SharedReadBuffer.create(receiveRead) : null;
    const server = this.#server;
    server.on("connection", (socket) => accept(new TcpTransport(socket, buffer)));
    server.listen({ host, port, backlog, reusePort });
    await once(server, "listening");
    server.on("error", onError);
    return server.address() as AddressInfo;
  }

  address(): AddressInfo | null {
    return this.#server.address() as AddressInfo | null;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }
}
