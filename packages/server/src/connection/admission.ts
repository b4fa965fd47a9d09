import { writeBan } from "../control/sanction-words.ts";
import type { Sanctions } from "../control/sanctions.ts";
import type { ServerLimits } from "../limits.ts";
import type { Logger } from "../logger.ts";
import { networkOf } from "../peer-address.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionLimiter } from "./connection-limiter.ts";
import { DisconnectReason } from "./disconnect-reason.ts";
import { NamelessConnections } from "./nameless-connections.ts";

/** Admits the connections of an event loop, or refuses them when there are too many. Keeps all that are open. */
export class Admission {
  /** The connections that have sent no name. */
  readonly nameless: NamelessConnections;
  readonly #limits: ServerLimits;
  readonly #limiter: ConnectionLimiter;
  readonly #sanctions: Sanctions;
  readonly #logger: Logger;
  readonly #admitted = new Set<Connection>();
  /** Refused connections whose last words are on their way, the oldest first. */
  readonly #refused = new Set<Connection>();

  constructor(limits: ServerLimits, limiter: ConnectionLimiter, sanctions: Sanctions, logger: Logger) {
    this.#limits = limits;
    this.#limiter = limiter;
    this.nameless = new NamelessConnections(limits, () => limiter.taken);
    this.#sanctions = sanctions;
    this.#logger = logger;
  }

  /** The connections that were admitted and neither refused nor closed since then. */
  get connections(): ReadonlySet<Connection> {
    return this.#admitted;
  }

  /** Admits a new connection, if need be in place of one without a name. */
  admit(connection: Connection): void {
    const full = this.#admitOrMakeRoom(connection);
    if (full !== null) return connection.refuseOverLimit(full);
    this.#admitted.add(connection);
    connection.admitted();
  }

  /** Counts a connection for its address, or refuses it because the address is banned or has too many. */
  admitAddress(connection: Connection): void {
    const ban = this.#sanctions.banOfAddress(connection.ip);
    if (ban) return connection.remove(writeBan(ban));
    const full = this.#limiter.admitAddress(connection);
    if (full !== null) connection.refuseOverLimit(full);
  }

  /** Releases the place of a refused connection, which lingers. When too many linger, the oldest is cut off. */
  refused(connection: Connection): void {
    this.#release(connection);
    this.#refused.add(connection);
    if (this.#refused.size <= this.#limiter.lingering) return;
    const [oldest] = this.#refused;
    oldest?.cutOff(DisconnectReason.Refused);
  }

  closed(connection: Connection): void {
    this.#release(connection);
    this.#refused.delete(connection);
  }

  /** Cuts off every connection, those that linger included. */
  cutOffAll(): void {
    for (const connection of [...this.#admitted, ...this.#refused]) connection.cutOff(DisconnectReason.ShuttingDown);
  }

  #admitOrMakeRoom(connection: Connection): string | null {
    const full = this.#limiter.admit(connection);
    if (full === null) return null;
    if (this.#limiter.noteFull()) this.#warnOfFull();
    return this.nameless.makeRoom() ? this.#limiter.admit(connection) : full;
  }

  #release(connection: Connection): void {
    if (this.#admitted.delete(connection)) this.#limiter.release(connection);
  }

  /** Names the address with most connections: the server may be too small, or somebody may fill it on purpose. */
  #warnOfFull(): void {
    const { loops } = this.#limiter;
    const { network, connections, nameless } = findLargestAddress(this.#admitted);
    const fields = { event: "server-full", ip: network, connections, nameless };
    const counted = loops > 1 ? ` (counted on one of ${loops} threads)` : "";
    const largest = `${network} has the most, ${connections}, of which ${nameless} have told no name${counted}`;
    this.#logger.warn(fields, `all ${this.#limits.maxConnections} places are taken: ${largest}`);
  }
}

/** The number of connections from one address. */
export interface AddressCount {
  /** The IPv4 address, or the IPv6 network of 64 bits. */
  readonly network: string;
  readonly connections: number;
  /** The part of them that has sent no name. */
  readonly nameless: number;
}

const NONE: AddressCount = { network: "no address", connections: 0, nameless: 0 };

/** Finds the address with most connections. */
export function findLargestAddress(
  connections: Iterable<{ readonly ip: string; readonly isNameless: boolean }>,
): AddressCount {
  const counts = new Map<string, AddressCount>();
  for (const { ip, isNameless } of connections) {
    const network = networkOf(ip);
    const count = counts.get(network) ?? NONE;
    counts.set(network, {
      network,
      connections: count.connections + 1,
      nameless: count.nameless + (isNameless ? 1 : 0),
    });
  }
  return [...counts.values()].reduce((most, count) => (count.connections > most.connections ? count : most), NONE);
}
