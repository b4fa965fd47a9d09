import { MAX_LINGERING_REFUSALS, type ServerLimits } from "../limits.ts";

/** A connection that wants a place. */
export interface PlaceTaker {
  readonly ip: string;
  /** Learns that there is no place after all; `limit` says why. */
  refuseForLackOfRoom(limit: string): void;
}

/** The places of a server: how many connections there may be, in all and from one address. */
export interface Places {
  /** How many refused connections may linger on this event loop. */
  readonly lingering: number;
  /**
   * Takes a place, or tells in words which limit is reached. What can't be decided at once is told later by
   * {@link PlaceTaker.refuseForLackOfRoom}, before the connection is anybody.
   */
  take(connection: PlaceTaker): string | null;
  /** Gives the place of a connection back that had taken one. */
  giveBack(connection: PlaceTaker): void;
}

/** The places of a server that is one event loop. */
export class LocalPlaces implements Places {
  readonly lingering = MAX_LINGERING_REFUSALS;
  readonly #limits: ServerLimits;
  readonly #countsByAddress = new Map<string, number>();
  #count = 0;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  take({ ip }: PlaceTaker): string | null {
    const { maxConnections, maxConnectionsPerAddress } = this.#limits;
    if (this.#count >= maxConnections) return describeFull(maxConnections);
    if (maxConnectionsPerAddress > 0 && (this.#countsByAddress.get(ip) ?? 0) >= maxConnectionsPerAddress) {
      return describeFullAddress(maxConnectionsPerAddress);
    }
    this.#add(ip, 1);
    return null;
  }

  giveBack({ ip }: PlaceTaker): void {
    this.#add(ip, -1);
  }

  #add(ip: string, difference: 1 | -1): void {
    this.#count += difference;
    if (this.#limits.maxConnectionsPerAddress === 0) return;
    const count = (this.#countsByAddress.get(ip) ?? 0) + difference;
    if (count > 0) this.#countsByAddress.set(ip, count);
    else this.#countsByAddress.delete(ip);
  }
}

export function describeFull(maxConnections: number): string {
  return `it takes at most ${maxConnections} connections`;
}

export function describeFullAddress(maxConnectionsPerAddress: number): string {
  return `it takes at most ${maxConnectionsPerAddress} connections from one address`;
}
