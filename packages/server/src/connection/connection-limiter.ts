import { MAX_LINGERING_REFUSALS, type ServerLimits } from "../limits.ts";

/** A connection that wants a place. */
export interface LimitedConnection {
  readonly ip: string;
  /** Learns that there is no place after all; `limit` says why. */
  refuseOverLimit(limit: string): void;
}

/** The places of a server: how many connections there may be, in all and from one address. */
export interface ConnectionLimiter {
  /** How many refused connections may linger on this event loop. */
  readonly lingering: number;
  /** Event loops that share these limits. */
  readonly loops: number;
  /** ConnectionLimiter that are taken, those of other event loops of this server included. */
  readonly taken: number;
  /** Takes a place, or tells in words that all are taken. */
  admit(connection: LimitedConnection): string | null;
  /**
   * Counts a connection that has a place for its address, or tells in words that the address has too many. What can't be
   * decided at once is told later by {@link LimitedConnection.refuseOverLimit}, before the connection is anybody.
   */
  admitAddress(connection: LimitedConnection): string | null;
  /** Notes that all places are taken. Returns `true` the first time since the server had recovered. */
  noteFull(): boolean;
  /** Gives the place of a connection back that had taken one. */
  release(connection: LimitedConnection): void;
}

/** The places of a server that is one event loop. */
export class LocalConnectionLimiter implements ConnectionLimiter {
  readonly lingering = MAX_LINGERING_REFUSALS;
  readonly loops = 1;
  readonly #limits: ServerLimits;
  readonly #countsByAddress = new Map<string, number>();
  /** Connections that count for their address. */
  readonly #counted = new Set<LimitedConnection>();
  #taken = 0;
  #isFull = false;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  get taken(): number {
    return this.#taken;
  }

  admit(): string | null {
    const { maxConnections } = this.#limits;
    if (this.#taken >= maxConnections) return describeFull(maxConnections);
    this.#taken += 1;
    return null;
  }

  admitAddress(connection: LimitedConnection): string | null {
    const { maxConnectionsPerAddress } = this.#limits;
    if (maxConnectionsPerAddress === 0) return null;
    const count = this.#countsByAddress.get(connection.ip) ?? 0;
    if (count >= maxConnectionsPerAddress) return describeFullAddress(maxConnectionsPerAddress);
    this.#countsByAddress.set(connection.ip, count + 1);
    this.#counted.add(connection);
    return null;
  }

  release(connection: LimitedConnection): void {
    this.#taken -= 1;
    if (hasPlenty(this.#taken, this.#limits)) this.#isFull = false;
    if (!this.#counted.delete(connection)) return;
    const count = (this.#countsByAddress.get(connection.ip) ?? 0) - 1;
    if (count > 0) this.#countsByAddress.set(connection.ip, count);
    else this.#countsByAddress.delete(connection.ip);
  }

  noteFull(): boolean {
    const isFirst = !this.#isFull;
    this.#isFull = true;
    return isFirst;
  }
}

/** True when fewer than half of the places are taken: a server that was full has recovered then. */
export function hasPlenty(taken: number, { maxConnections }: ServerLimits): boolean {
  return taken < maxConnections / 2;
}

export function describeFull(maxConnections: number): string {
  return `it takes at most ${maxConnections} connections`;
}

export function describeFullAddress(maxConnectionsPerAddress: number): string {
  return `it takes at most ${maxConnectionsPerAddress} connections from one address`;
}
