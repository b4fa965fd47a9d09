/** The address of a server. */
export interface ServerAddress {
  /**
   * A host name or an IP address.
   * @default "127.0.0.1"
   */
  readonly host?: string | undefined;
  /**
   * A TCP port.
   * @default 65432
   */
  readonly port?: number | undefined;
}

/** Servers of one chat, in random order: so that the clients of a server that goes spread over all others. */
export class ServerRotation<Server> {
  readonly #servers: Server[] = [];
  #index = 0;

  /**
   * @param servers at least one
   * @param random returns a number from 0 up to 1, as `Math.random` does
   */
  constructor(servers: readonly Server[], random: () => number = Math.random) {
    for (const server of servers) {
      const place = Math.floor(random() * (this.#servers.length + 1));
      this.#servers.splice(place, 0, server);
    }
  }

  /** Returns the server whose turn it is, and passes the turn on, around the end. */
  next(): Server {
    const server = this.#servers[this.#index] as Server;
    this.#index = (this.#index + 1) % this.#servers.length;
    return server;
  }

  /** Leaves a server out from now on, unless it is the last one. Returns whether it did. */
  drop(server: Server): boolean {
    const index = this.#servers.indexOf(server);
    if (index === -1 || this.#servers.length === 1) return false;
    this.#servers.splice(index, 1);
    if (index < this.#index) this.#index -= 1;
    this.#index %= this.#servers.length;
    return true;
  }
}
