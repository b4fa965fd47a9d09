import type { AddressInfo } from "node:net";
import type { Transport, TransportServer } from "../src/transport/transport.ts";
import { inNextPoll } from "./in-next-poll.ts";
import { MemorySocket } from "./memory-socket.ts";

/** Takes connections in memory. */
export class MemoryServer implements TransportServer<AddressInfo> {
  #accept: ((transport: Transport) => void) | null = null;

  async listen(accept: (transport: Transport) => void): Promise<AddressInfo> {
    this.#accept = accept;
    return { address: "127.0.0.1", family: "IPv4", port: 0 };
  }

  address(): AddressInfo | null {
    return this.#accept ? { address: "127.0.0.1", family: "IPv4", port: 0 } : null;
  }

  async close(): Promise<void> {
    this.#accept = null;
  }

  /** Connects a client. */
  connect(address?: string): Promise<MemorySocket> {
    const { promise, resolve, reject } = Promise.withResolvers<MemorySocket>();
    inNextPoll(() => {
      if (!this.#accept) return reject(new Error("The server takes no connections."));
      const socket = new MemorySocket(address);
      this.#accept(socket.transport);
      resolve(socket);
    });
    return promise;
  }
}
