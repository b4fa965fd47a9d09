import type { ServerLimits } from "../limits.ts";
import { networkOf } from "../peer-address.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";

/** A connection that has not told its name. */
export interface NamelessConnection {
  readonly ip: string;
  /** Its time is over: what has arrived is its name, or it is refused. */
  timedOut(afterMs: number): void;
  /** It is refused, whatever has arrived; `limit` says why. */
  giveUp(limit: string): void;
}

/** The number of nameless connections that one address may have, and their time. */
export interface NamelessAllowance {
  /** Most from one IPv4 address or one IPv6 network of 64 bits; `Infinity` when they are not limited. */
  readonly maxPerAddress: number;
  /** Time that each has to tell its name. */
  readonly deadlineMs: number;
}

/** Share of the places that may be taken before the nameless have to be fewer and faster. */
const CALM_SHARE = 0.5;

/** Nameless connections from one address that a full server still waits for. */
const FEW = 8;

/** Of a server with few places they are no more than this share. */
const FEW_SHARE = 0.25;

/** Time in milliseconds that a full server gives to tell a name. */
const SHORTEST_MS = 2_000;

/**
 * Time in milliseconds that each connection gets, however many there are, until all places are taken: in a large crowd, names
 * that are sent at once need a while to arrive.
 */
const GRACE_MS = 1_000;

/** Deadlines are shortened in steps of this many milliseconds, so that the peer reads a round number. */
const STEP_MS = 100;

/** Time between two looks for connections that are too many or too slow, in milliseconds. */
const LOOK_EVERY_MS = 500;

/**
 * Finds what is allowed while `taken` places are taken. Up to half of the places it is `maxNamelessPerAddress` and
 * `handshakeTimeoutMs`; from there on both fall in a straight line, to a few connections and two seconds when all are taken.
 */
export function findAllowance(taken: number, limits: ServerLimits): NamelessAllowance {
  const { maxConnections, maxNamelessPerAddress: most, handshakeTimeoutMs } = limits;
  if (most === 0) return { maxPerAddress: Number.POSITIVE_INFINITY, deadlineMs: handshakeTimeoutMs };
  const pressure = Math.min(1, Math.max(0, (taken / maxConnections - CALM_SHARE) / (1 - CALM_SHARE)));
  const fewest = Math.min(most, FEW, Math.ceil(maxConnections * FEW_SHARE));
  const shortestMs = Math.min(handshakeTimeoutMs, SHORTEST_MS);
  const steps = Math.round((pressure * (handshakeTimeoutMs - shortestMs)) / STEP_MS);
  return {
    maxPerAddress: Math.floor(most - pressure * (most - fewest)),
    deadlineMs: Math.max(shortestMs, handshakeTimeoutMs - steps * STEP_MS),
  };
}

/** When a connection came. `wasRead` says that its socket was read since then: a name that was sent at once would be known. */
interface Entry {
  readonly network: string;
  readonly since: number;
  wasRead: boolean;
}

/** The connections of one event loop that have not told their names. Ends some of them when there are too many. */
export class NamelessConnections {
  readonly #limits: ServerLimits;
  readonly #countTaken: () => number;
  /** Those who came first in front, as in each network below. */
  readonly #entries = new Map<NamelessConnection, Entry>();
  readonly #networks = new Map<string, Set<NamelessConnection>>();
  readonly #looks = new DeadlineQueue<this>(LOOK_EVERY_MS, () => afterNextPoll(() => this.#look()));
  #unread: Entry[] = [];

  /** @param countTaken - gives how many places of the server are taken */
  constructor(limits: ServerLimits, countTaken: () => number) {
    this.#limits = limits;
    this.#countTaken = countTaken;
  }

  add(connection: NamelessConnection): void {
    if (this.#limits.maxNamelessPerAddress === 0) return;
    this.#insert(connection, { network: networkOf(connection.ip), since: performance.now(), wasRead: false });
  }

  /** It has told its name, or is gone. */
  delete(connection: NamelessConnection): void {
    const entry = this.#entries.get(connection);
    if (!entry) return;
    this.#entries.delete(connection);
    const others = this.#networks.get(entry.network);
    others?.delete(connection);
    if (others?.size === 0) this.#networks.delete(entry.network);
  }

  /** A proxy has named the client: the connection counts for another address. Its time goes on. */
  moved(connection: NamelessConnection): void {
    const entry = this.#entries.get(connection);
    if (!entry) return;
    this.delete(connection);
    this.#insert(connection, { ...entry, network: networkOf(connection.ip) });
  }

  /**
   * Frees a place of a full server: gives up the oldest nameless connection of the address with most of them. Returns `false`
   * when no address has more than a few, or when that connection is so new that its name may be there, unread.
   */
  makeRoom(): boolean {
    const { maxConnections } = this.#limits;
    const { maxPerAddress } = findAllowance(maxConnections, this.#limits);
    const [largest] = this.#findLargerThan(maxPerAddress);
    const [oldest] = largest ?? [];
    if (!oldest || !this.#entries.get(oldest)?.wasRead) return false;
    oldest.giveUp(`it takes at most ${maxConnections} connections, and your name did not come`);
    return true;
  }

  /** Forgets everything and lets go of the timer. */
  clear(): void {
    this.#looks.clear();
    this.#entries.clear();
    this.#networks.clear();
    this.#unread = [];
  }

  #insert(connection: NamelessConnection, entry: Entry): void {
    if (this.#entries.size === 0) this.#looks.add(this);
    this.#entries.set(connection, entry);
    const others = this.#networks.get(entry.network) ?? new Set();
    this.#networks.set(entry.network, others.add(connection));
    if (!entry.wasRead && this.#unread.push(entry) === 1) setImmediate(this.#watchReads);
  }

  /** Marks the connections of this turn of the event loop as read after the next one, which reads them. */
  #watchReads = (): void => {
    const entries = this.#unread;
    this.#unread = [];
    afterNextPoll(() => {
      for (const entry of entries) entry.wasRead = true;
    });
  };

  #look(): void {
    if (this.#entries.size === 0) return;
    this.#looks.add(this);
    this.#endTooMany();
    this.#endLate();
  }

  /** Ends the time of connections that have waited longer than the deadline, which is shorter than usual now. */
  #endLate(): void {
    const { deadlineMs } = this.#allowance;
    if (deadlineMs >= this.#limits.handshakeTimeoutMs) return;
    for (const [connection, { since }] of this.#entries) {
      // One that a proxy has named is further back than its time is.
      if (performance.now() - since >= deadlineMs) connection.timedOut(deadlineMs);
    }
  }

  /** Ends the oldest of each address that has too many. Each one that goes makes room, so that more are allowed again. */
  #endTooMany(): void {
    for (const connections of this.#findLargerThan(this.#allowance.maxPerAddress)) {
      for (const oldest of connections) {
        const { maxPerAddress } = this.#allowance;
        if (connections.size <= maxPerAddress || this.#ageOf(oldest) < GRACE_MS) break;
        oldest.giveUp(`it takes at most ${maxPerAddress} connections without a name from one address`);
      }
    }
  }

  get #allowance(): NamelessAllowance {
    return findAllowance(this.#countTaken(), this.#limits);
  }

  #ageOf(connection: NamelessConnection): number {
    return performance.now() - (this.#entries.get(connection)?.since ?? performance.now());
  }

  /** Finds the addresses with more than `count` connections, the largest first, and gives their connections. */
  #findLargerThan(count: number): Set<NamelessConnection>[] {
    const tooLarge = [...this.#networks.values()].filter(({ size }) => size > count);
    return tooLarge.sort((a, b) => b.size - a.size);
  }
}

/** Calls back when the event loop has read from its sockets once more: the check phase comes after the poll phase. */
export function afterNextPoll(callback: () => void): void {
  setImmediate(callback);
}
