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
  readonly #servers: readonly Server[];
  #index = 0;

  /**
   * @param servers at least one
   * @param random returns a number from 0 up to 1, as `Math.random` does
   */
  constructor(servers: readonly Server[], random: () => number = Math.random) {
    const shuffled: Server[] = [];
    for (const server of servers) {
      const place = Math.floor(random() * (shuffled.length + 1));
      shuffled.splice(place, 0, server);
    }
    this.#servers = shuffled;
  }

  get size(): number {
    return this.#servers.length;
  }

  /** The server whose turn it is. */
  get current(): Server {
    return this.#servers[this.#index] as Server;
  }

  /** Passes the turn on, around the end. */
  advance(): void {
    this.#index = (this.#index + 1) % this.#servers.length;
  }
}
