import type { ServerLimits } from "../limits.ts";
import { networkOf } from "../peer-address.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";

/** A connection that has not sent its name. */
export interface NamelessConnection {
  readonly ip: string;
  /** True when it has sent its name, or is gone. */
  readonly isOver: boolean;
  /** Takes the bytes so far for the name, or refuses the connection: its time is over. */
  timedOut(afterMs: number): void;
  /** Refuses the connection, whatever it has sent; `limit` says why. */
  giveUp(limit: string): void;
}

/** The number of nameless connections that one address may have, and their time. */
export interface NamelessAllowance {
  /** Most from one IPv4 address or one IPv6 network of 64 bits; `Infinity` when they are not limited. */
  readonly maxPerAddress: number;
  /** Time that each has to send its name. */
  readonly deadlineMs: number;
}

/** Part of the places that may be taken before nameless connections have to be fewer and faster. */
const CALM_PART = 0.5;

/** Nameless connections from one address for which a full server still waits. */
const FEW = 8;

/** On a server with few places, they have at most this part of them. */
const FEW_PART = 0.25;

/** Time in milliseconds for a name while the server is full. */
const SHORTEST_MS = 2_000;

/**
 * Time in milliseconds that each connection has, however many there are, until all places are taken: when many join
 * together, names that are sent at once need a while to arrive.
 */
const GRACE_MS = 1_000;

/** Deadlines are shortened in steps of this many milliseconds, so that the peer reads a round number. */
const STEP_MS = 100;

/** Time in milliseconds between two checks for connections that are too many or too slow. */
const CHECK_EVERY_MS = 500;

/**
 * Finds what is allowed while `taken` places are taken. Up to half of the places it is `maxNamelessPerAddress` and
 * `handshakeTimeoutMs`; from there on both fall in a straight line, to a few connections and two seconds when all are taken.
 */
export function findAllowance(taken: number, limits: ServerLimits): NamelessAllowance {
  const { maxConnections, maxNamelessPerAddress: most, handshakeTimeoutMs } = limits;
  if (most === 0) return { maxPerAddress: Number.POSITIVE_INFINITY, deadlineMs: handshakeTimeoutMs };
  const pressure = Math.min(1, Math.max(0, (taken / maxConnections - CALM_PART) / (1 - CALM_PART)));
  const fewest = Math.min(most, FEW, Math.ceil(maxConnections * FEW_PART));
  const shortestMs = Math.min(handshakeTimeoutMs, SHORTEST_MS);
  const steps = Math.round((pressure * (handshakeTimeoutMs - shortestMs)) / STEP_MS);
  return {
    maxPerAddress: Math.floor(most - pressure * (most - fewest)),
    deadlineMs: Math.max(shortestMs, handshakeTimeoutMs - steps * STEP_MS),
  };
}

interface Entry {
  readonly network: string;
  readonly since: number;
}

/**
 * The connections of one event loop that have not sent their names. Ends some of them when there are too many. They count from when
 * their sockets were read: most names are there by then, and these connections never count.
 */
export class NamelessConnections {
  readonly #limits: ServerLimits;
  readonly #countTaken: () => number;
  /** In the order in which they came, as in each network below. */
  readonly #entries = new Map<NamelessConnection, Entry>();
  readonly #networks = new Map<string, Set<NamelessConnection>>();
  readonly #checks = new DeadlineQueue<this>(CHECK_EVERY_MS, () => afterNextPoll(() => this.#check()));
  /** Those that have just come, and when. */
  #newcomers: [NamelessConnection, number][] = [];
  /** The number of them that came before the last poll, which has read their sockets. */
  #readNewcomers = 0;

  /** @param countTaken - returns the number of places of the server that are taken */
  constructor(limits: ServerLimits, countTaken: () => number) {
    this.#limits = limits;
    this.#countTaken = countTaken;
  }

  add(connection: NamelessConnection): void {
    if (this.#limits.maxNamelessPerAddress === 0) return;
    if (this.#newcomers.push([connection, performance.now()]) === 1) afterNextPoll(this.#countNewcomers);
  }

  /** Removes a connection that has sent its name, or is gone. */
  delete(connection: NamelessConnection): void {
    const entry = this.#entries.get(connection);
    if (!entry) return;
    this.#entries.delete(connection);
    const others = this.#networks.get(entry.network);
    others?.delete(connection);
    if (others?.size === 0) this.#networks.delete(entry.network);
  }

  /** Counts a connection for another address: its proxy has named the client. Its time goes on. */
  moved(connection: NamelessConnection): void {
    const entry = this.#entries.get(connection);
    if (!entry) return;
    this.delete(connection);
    this.#insert(connection, entry.since);
  }

  /**
   * Frees a place of a full server: ends the oldest nameless connection of the address with most of them. Returns `false`
   * when no address has more than a few.
   */
  makeRoom(): boolean {
    const { maxConnections } = this.#limits;
    const { maxPerAddress } = findAllowance(maxConnections, this.#limits);
    const [largest] = this.#findLargerThan(maxPerAddress);
    const [oldest] = largest ?? [];
    oldest?.giveUp(`it takes at most ${maxConnections} connections, and your name did not come`);
    return oldest !== undefined;
  }

  /** Drops everything, with the timer. */
  clear(): void {
    this.#checks.clear();
    this.#entries.clear();
    this.#networks.clear();
    this.#newcomers = [];
    this.#readNewcomers = 0;
  }

  #insert(connection: NamelessConnection, since: number): void {
    if (this.#entries.size === 0) this.#checks.add(this);
    const network = networkOf(connection.ip);
    this.#entries.set(connection, { network, since });
    const others = this.#networks.get(network) ?? new Set();
    this.#networks.set(network, others.add(connection));
  }

  #countNewcomers = (): void => {
    const read = this.#newcomers.splice(0, this.#readNewcomers);
    for (const [connection, since] of read) if (!connection.isOver) this.#insert(connection, since);
    this.#readNewcomers = this.#newcomers.length;
    if (this.#readNewcomers > 0) afterNextPoll(this.#countNewcomers);
  };

  #check(): void {
    if (this.#entries.size === 0) return;
    this.#checks.add(this);
    this.#endTooMany();
    this.#endLate();
  }

  /** Ends the time of connections that are older than the deadline, while that is shorter than usual. */
  #endLate(): void {
    const { deadlineMs } = this.#allowance();
    if (deadlineMs >= this.#limits.handshakeTimeoutMs) return;
    for (const [connection, { since }] of this.#entries) {
      // The order does not help: a connection with a new address is further back than its time.
      if (performance.now() - since >= deadlineMs) connection.timedOut(deadlineMs);
    }
  }

  /** Ends the oldest connections of each address that has too many. Each that goes makes room, so that more are allowed again. */
  #endTooMany(): void {
    for (const connections of this.#findLargerThan(this.#allowance().maxPerAddress)) {
      for (const oldest of connections) {
        const { maxPerAddress } = this.#allowance();
        if (connections.size <= maxPerAddress || this.#ageOf(oldest) < GRACE_MS) break;
        oldest.giveUp(`it takes at most ${maxPerAddress} connections without a name from one address`);
      }
    }
  }

  #allowance(): NamelessAllowance {
    return findAllowance(this.#countTaken(), this.#limits);
  }

  #ageOf(connection: NamelessConnection): number {
    return performance.now() - (this.#entries.get(connection)?.since ?? performance.now());
  }

  /** Returns the connections of each address that has more than `count`, the largest first. */
  #findLargerThan(count: number): Set<NamelessConnection>[] {
    const tooLarge = [...this.#networks.values()].filter(({ size }) => size > count);
    return tooLarge.sort((a, b) => b.size - a.size);
  }
}

/** Calls back when the event loop has read from its sockets once more: the check phase comes after the poll phase. */
export function afterNextPoll(callback: () => void): void {
  setImmediate(callback);
}
