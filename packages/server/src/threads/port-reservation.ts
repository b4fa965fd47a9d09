import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

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
    const claim = this.#claim ?? reservePort(this.#host, this.#port);
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

/**
 * Gets a port for listeners that share it, and keeps it until they have it.
 *
 * It listens first as one that does not share: the system refuses that when another server has the port, even one that
 * would share it. Otherwise two servers could have one port, and each half of the other's users. Then it makes way for a
 * listener that does share, with nothing in between. Who connects before the server listens is turned away.
 */
async function reservePort(host: string, port: number): Promise<Server> {
  const exclusive = await listen(host, port, false);
  const { address, port: claimed } = exclusive.address() as AddressInfo;
  exclusive.close();
  return await listen(address, claimed, true);
}

async function listen(host: string, port: number, reusePort: boolean): Promise<Server> {
  const listener = createServer((socket) => socket.destroy());
  listener.listen({ host, port, reusePort });
  await once(listener, "listening");
  return listener;
}
