import {
  type ConnectionLimiter,
  describeFull,
  describeFullAddress,
  hasPlenty,
  type LimitedConnection,
} from "../connection/connection-limiter.ts";
import { MAX_LINGERING_REFUSALS, type ServerLimits } from "../limits.ts";
import type { RpcPort } from "./rpc-port.ts";
import type { ThreadCounters } from "./thread-counters.ts";
import type { Registry } from "./thread-message.ts";

/** Files that a thread itself holds open: its listening socket, and those of its event loop. */
const FILES_OF_A_THREAD = 7;

/**
 * The limiter of one thread for the connections of a whole server. All connections are counted in shared memory. The registry
 * counts those of each address, and only where there is a limit.
 */
export class ThreadConnectionLimiter implements ConnectionLimiter {
  readonly lingering: number;
  readonly #limits: ServerLimits;
  readonly #slot: number;
  readonly #counters: ThreadCounters;
  readonly #registry: RpcPort<Registry>;
  readonly #connections = new Map<number, LimitedConnection>();
  readonly #numbers = new Map<LimitedConnection, number>();
  #lastNumber = 0;

  constructor(limits: ServerLimits, slot: number, counters: ThreadCounters, registry: RpcPort<Registry>) {
    // Both lingering refusals and the files of the threads themselves live in the reserve of open files.
    this.lingering = Math.max(1, Math.floor(MAX_LINGERING_REFUSALS / counters.slots) - FILES_OF_A_THREAD);
    this.#limits = limits;
    this.#slot = slot;
    this.#counters = counters;
    this.#registry = registry;
  }

  get loops(): number {
    return this.#counters.slots;
  }

  get taken(): number {
    return this.#counters.connections;
  }

  admit(): string | null {
    const { maxConnections } = this.#limits;
    // Counted first: of two threads that admit the last connection at once, perhaps neither does, but never both.
    this.#counters.addConnection(this.#slot, 1);
    if (this.#counters.connections > maxConnections) {
      this.#counters.addConnection(this.#slot, -1);
      return describeFull(maxConnections);
    }
    return null;
  }

  admitAddress(connection: LimitedConnection): string | null {
    if (this.#limits.maxConnectionsPerAddress === 0) return null;
    this.#lastNumber += 1;
    this.#numbers.set(connection, this.#lastNumber);
    this.#connections.set(this.#lastNumber, connection);
    this.#registry.tell("connected", this.#lastNumber, connection.ip);
    return null;
  }

  /** Refuses a connection: the registry has counted too many of its address. */
  readonly addressLimitReached = (number: number): void => {
    const text = describeFullAddress(this.#limits.maxConnectionsPerAddress);
    this.#connections.get(number)?.refuseOverLimit(text);
  };

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
    this.#registry.tell("disconnected", number);
  }
}
