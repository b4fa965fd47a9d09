import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

/**
 * The port of a server of several threads. While no thread has it, a listener that serves nobody keeps it: otherwise a second
 * server could take it, and then share it with the threads that come back.
 */
export class PortReservation {
  #host: string;
  #port: number;
  #listener: Promise<Server> | null = null;

  /** @param port - 0 for one of the system's choice, which stays the same from then on */
  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /** Keeps the port until {@link release}. Rejects with the system's error, and can be called again then. */
  async keep(): Promise<AddressInfo> {
    const listener = this.#listener ?? reserve(this.#host, this.#port);
    this.#listener = listener;
    try {
      const address = (await listener).address() as AddressInfo;
      this.#host = address.address;
      this.#port = address.port;
      return address;
    } catch (error) {
      if (this.#listener === listener) this.#listener = null;
      throw error;
    }
  }

  /** Leaves the port to the threads that listen on it. */
  async release(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    (await listener?.catch(() => null))?.close();
  }
}

/**
 * Listens on a port that several listeners will share. The first listener is exclusive: the system refuses that when another
 * server has the port, even one that would share it. Otherwise two servers could share a port, and each would get half of the
 * other's users. A listener that shares follows at once.
 */
async function reserve(host: string, port: number): Promise<Server> {
  const exclusive = await listen(host, port, false);
  const { address, port: reserved } = exclusive.address() as AddressInfo;
  exclusive.close();
  return await listen(address, reserved, true);
}

/** Listens without serving: each connection is closed at once. */
export async function listen(host: string, port: number, reusePort: boolean): Promise<Server> {
  const listener = createServer((socket) => socket.destroy());
  listener.listen({ host, port, reusePort });
  await once(listener, "listening");
  return listener;
}
