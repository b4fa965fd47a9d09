/** Counts the connections from each address, over all threads. */
export class AddressCounts {
  readonly #max: number;
  readonly #counts = new Map<string, number>();
  /** The address of each counted connection, by thread and the thread's number for it. */
  readonly #addresses = new Map<number, Map<number, string>>();

  /** @param max - most connections from one address; 0 for any number */
  constructor(max: number) {
    this.#max = max;
  }

  /** Counts a connection. Returns `false`, and counts none, when its address has reached the limit. */
  add(thread: number, connection: number, ip: string): boolean {
    const count = this.#counts.get(ip) ?? 0;
    if (this.#max > 0 && count >= this.#max) return false;
    this.#counts.set(ip, count + 1);
    const connections = this.#addresses.get(thread) ?? new Map<number, string>();
    this.#addresses.set(thread, connections.set(connection, ip));
    return true;
  }

  /** Removes a connection. One that was never counted changes nothing. */
  delete(thread: number, connection: number): void {
    const connections = this.#addresses.get(thread);
    const ip = connections?.get(connection);
    if (connections?.delete(connection) && ip !== undefined) this.#discount(ip);
  }

  forget(thread: number): void {
    for (const ip of this.#addresses.get(thread)?.values() ?? []) this.#discount(ip);
    this.#addresses.delete(thread);
  }

  #discount(ip: string): void {
    const count = (this.#counts.get(ip) ?? 0) - 1;
    if (count > 0) this.#counts.set(ip, count);
    else this.#counts.delete(ip);
  }
}
