import type { AddressInfo, Server } from "node:net";
import { claimPort } from "./claim-port.ts";

/**
 * The port of a server of several threads. While none of them has it, a listener keeps it that serves nobody: a second
 * server could take it otherwise, and then share it with the threads that come back.
 */
export class PortReservation {
  #host: string;
  #port: number;
  #claim: Promise<Server> | null = null;

  /** @param port - 0 for one of the system's choice, which stays the same from then on */
  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /** Keeps the port until {@link release}. Rejects with the system's error, and can then be tried again. */
  async keep(): Promise<AddressInfo> {
    const claim = this.#claim ?? claimPort(this.#host, this.#port);
    this.#claim = claim;
    try {
      const address = (await claim).address() as AddressInfo;
      this.#host = address.address;
      this.#port = address.port;
      return address;
    } catch (error) {
      if (this.#claim === claim) this.#claim = null;
      throw error;
    }
  }

  /** Leaves the port to the threads that have it. */
  async release(): Promise<void> {
    const claim = this.#claim;
    this.#claim = null;
    (await claim?.catch(() => null))?.close();
  }
}
