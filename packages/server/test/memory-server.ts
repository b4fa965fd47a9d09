import type { AddressInfo } from "node:net";
import type { Transport, TransportServer } from "../src/transport/transport.ts";
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
  connect(address?: string): MemorySocket {
    if (!this.#accept) throw new Error("The server takes no connections.");
    const socket = new MemorySocket(address);
    this.#accept(socket.transport);
    return socket;
  }
}
