/** Counts the connections from each address. They come from several event loops, which may end with all of theirs. */
export class AddressCounts<Connection> {
  readonly #max: number;
  readonly #counts = new Map<string, number>();
  /** The address of each counted connection, by event loop. */
  readonly #addresses = new Map<number, Map<Connection, string>>();

  /** @param max - most connections from one address; 0 for any number */
  constructor(max: number) {
    this.#max = max;
  }

  /** Counts a connection. Returns `false`, and counts none, when its address has reached the limit. */
  add(loop: number, connection: Connection, ip: string): boolean {
    const count = this.#counts.get(ip) ?? 0;
    if (this.#max > 0 && count >= this.#max) return false;
    this.#counts.set(ip, count + 1);
    const connections = this.#addresses.get(loop) ?? new Map<Connection, string>();
    this.#addresses.set(loop, connections.set(connection, ip));
    return true;
  }

  /** Removes a connection. One that was never counted changes nothing. */
  delete(loop: number, connection: Connection): void {
    const connections = this.#addresses.get(loop);
    const ip = connections?.get(connection);
    if (connections?.delete(connection) && ip !== undefined) this.#discount(ip);
  }

  /** Removes all connections of an event loop. */
  forget(loop: number): void {
    for (const ip of this.#addresses.get(loop)?.values() ?? []) this.#discount(ip);
    this.#addresses.delete(loop);
  }

  #discount(ip: string): void {
    const count = (this.#counts.get(ip) ?? 0) - 1;
    if (count > 0) this.#counts.set(ip, count);
    else this.#counts.delete(ip);
  }
}
