import { MAX_LINGERING_REFUSALS, type ServerLimits } from "../limits.ts";
import { AddressCounts } from "./address-counts.ts";

/** A connection, as far as the limiter counts it. */
export interface LimitedConnection {
  readonly ip: string;
  /** Refuses a connection that was admitted before the limiter could decide; `limit` says why. */
  refuseOverLimit(limit: string): void;
}

/** Limits the connections of a server, in all and from one address. */
export interface ConnectionLimiter {
  /** Number of refused connections that may linger on this event loop. */
  readonly lingering: number;
  /** Number of event loops whose connections are counted together. */
  readonly loops: number;
  /** Number of connections that are admitted, on all event loops of this server. */
  readonly taken: number;
  /** Admits a connection, or returns why it can't. */
  admit(connection: LimitedConnection): string | null;
  /**
   * Counts an admitted connection for its address, or returns why the address can't have it. A limiter that can't decide at
   * once calls {@link LimitedConnection.refuseOverLimit} later, before the connection has a user.
   */
  admitAddress(connection: LimitedConnection): string | null;
  /** Notes that the server is full. Returns `true` the first time since it had recovered. */
  noteFull(): boolean;
  /** Releases the place of an admitted connection. */
  release(connection: LimitedConnection): void;
}

const ONLY_LOOP = 0;

/** The limiter of a server that is one event loop. */
export class LocalConnectionLimiter implements ConnectionLimiter {
  readonly lingering = MAX_LINGERING_REFUSALS;
  readonly loops = 1;
  readonly #limits: ServerLimits;
  readonly #addresses: AddressCounts<LimitedConnection>;
  #taken = 0;
  #isFull = false;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
    this.#addresses = new AddressCounts(limits.maxConnectionsPerAddress);
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
    if (maxConnectionsPerAddress === 0 || this.#addresses.add(ONLY_LOOP, connection, connection.ip)) return null;
    return describeFullAddress(maxConnectionsPerAddress);
  }

  release(connection: LimitedConnection): void {
    this.#taken -= 1;
    if (hasPlenty(this.#taken, this.#limits)) this.#isFull = false;
    this.#addresses.delete(ONLY_LOOP, connection);
  }

  noteFull(): boolean {
    const isFirst = !this.#isFull;
    this.#isFull = true;
    return isFirst;
  }
}

/** Returns whether fewer than half of the places are taken: a server that was full has recovered then. */
export function hasPlenty(taken: number, { maxConnections }: ServerLimits): boolean {
  return taken < maxConnections / 2;
}

export function describeFull(maxConnections: number): string {
  return `it takes at most ${maxConnections} connections`;
}

export function describeFullAddress(maxConnectionsPerAddress: number): string {
  return `it takes at most ${maxConnectionsPerAddress} connections from one address`;
}
