import {
  type ConnectionLimiter,
  describeFull,
  describeFullAddress,
  hasPlenty,
  type LimitedConnection,
} from "../connection/connection-limiter.ts";
import { MAX_LINGERING_REFUSALS, type ServerLimits } from "../limits.ts";
import type { RegistryPort } from "./registry-port.ts";
import type { ThreadCounters } from "./thread-counters.ts";

/** Files that a thread holds open by itself: its listening socket, and what its event loop waits with. */
const FILES_OF_A_THREAD = 7;

/**
 * The places of a whole server, as one of its threads gives them away. All connections are counted in shared memory; how
 * many come from one address the registry counts, and only where there is a limit.
 */
export class ThreadConnectionLimiter implements ConnectionLimiter {
  readonly lingering: number;
  readonly #limits: ServerLimits;
  readonly #slot: number;
  readonly #counters: ThreadCounters;
  readonly #registry: RegistryPort;
  readonly #connections = new Map<number, LimitedConnection>();
  readonly #numbers = new Map<LimitedConnection, number>();
  #lastNumber = 0;

  constructor(limits: ServerLimits, slot: number, counters: ThreadCounters, registry: RegistryPort) {
    // They live in the reserve of open files, and so do the files of the threads themselves.
    this.lingering = Math.max(1, Math.floor(MAX_LINGERING_REFUSALS / counters.slots) - FILES_OF_A_THREAD);
    this.#limits = limits;
    this.#slot = slot;
    this.#counters = counters;
    this.#registry = registry;
    registry.onAddressLimitReached = (number) =>
      this.#connections.get(number)?.refuseOverLimit(describeFullAddress(limits.maxConnectionsPerAddress));
  }

  get loops(): number {
    return this.#counters.slots;
  }

  get taken(): number {
    return this.#counters.connections;
  }

  admit(): string | null {
    const { maxConnections } = this.#limits;
    // Counted first: of two threads that take the last place at once none may get it, but never both.
    this.#counters.addConnection(this.#slot, 1);
    if (this.#counters.connections > maxConnections) {
      this.#counters.addConnection(this.#slot, -1);
      return describeFull(maxConnections);
    }
    return null;
  }

  admitAddress(connection: LimitedConnection): string | null {
    if (this.#limits.maxConnectionsPerAddress > 0) this.#report(connection);
    return null;
  }

  noteFull(): boolean {
    return this.#counters.noteFull();
  }

  release(connection: LimitedConnection): void {
    this.#counters.addConnection(this.#slot, -1);
    if (this.#counters.isFull && hasPlenty(this.#counters.connections, this.#limits)) this.#counters.noteRecovered();
    const number = this.#numbers.get(connection);
    if (number === undefined) return;
    this.#numbers.delete(connection);
    this.#connections.delete(number);
    this.#registry.post({ kind: "disconnected", connection: number });
  }

  #report(connection: LimitedConnection): void {
    this.#lastNumber += 1;
    this.#numbers.set(connection, this.#lastNumber);
    this.#connections.set(this.#lastNumber, connection);
    this.#registry.post({ kind: "connected", connection: this.#lastNumber, ip: connection.ip });
  }
}
