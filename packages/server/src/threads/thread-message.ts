import type { MessagePort } from "node:worker_threads";
import type { ConnectionReport } from "../connection/connection-report.ts";
import type { Act } from "../control/act.ts";
import type { ServerLimits } from "../limits.ts";
import type { LogLevel } from "../logger.ts";
import type { JournalOptions } from "../options.ts";
import type { LoopTotals } from "../totals.ts";
import type { ServerModules } from "./server-modules.ts";
import type { ThreadEvent } from "./thread-events.ts";

// All that threads send one another. Each port keeps the order.

type ClaimRefusal = "taken" | "look-alike";

/** A user who has a name. A thread numbers its own users; the two numbers together identify a user. */
export interface ThreadUser {
  readonly thread: number;
  readonly number: number;
  readonly key: string;
  readonly name: string;
  readonly ip: string;
}

/** The methods of the registry of names, which a thread calls. */
export interface Registry {
  claim(user: Omit<ThreadUser, "thread">, mustDiffer: boolean): void;
  /** Releases a name, or withdraws its claim. */
  release(number: number, key: string): void;
  /** The probed user is still there. */
  probeReply(key: string, number: number, round: number): void;
  connected(connection: number, ip: string): void;
  disconnected(connection: number): void;
  /** Carries an act out on all threads, this one included. Answers with the number of its hits. */
  perform(act: Act): Promise<number>;
  bye(): void;
}

/** The methods of a thread, which the registry of names calls. */
export interface RegistryClient {
  linked(thread: number, port: MessagePort): void;
  joined(user: ThreadUser): void;
  left(key: string, thread: number, number: number): void;
  /** Claims of this thread are won. All threads have learned of these users before. */
  claimed(numbers: readonly number[]): void;
  refused(number: number, outcome: ClaimRefusal): void;
  /** Asks if a user whose name another claims is still there, once all sockets were polled. */
  probe(key: string, number: number, round: number): void;
  /** A thread is dead: its users are gone, and so are the messages in flight to them. */
  gone(thread: number): void;
  addressLimitReached(connection: number): void;
  /** Carries an act out on this thread alone. Answers with the number of its hits. */
  perform(act: Act): Promise<number>;
}

/** The options that a thread needs to record connections. */
export interface ThreadJournal {
  readonly options: JournalOptions;
  /** The path of the folder. */
  readonly path: string;
  /** The memory of the folder's ledger. */
  readonly ledger: SharedArrayBuffer;
}

export interface IoThreadData {
  readonly thread: number;
  readonly slot: number;
  readonly registryPort: MessagePort;
  readonly counters: SharedArrayBuffer;
  readonly limits: ServerLimits;
  readonly allowLookAlikes: boolean;
  /** URLs of the modules that each thread loads. */
  readonly modules: readonly string[];
  /** The modules that one thread runs for all; `null` for none. */
  readonly serverModules: ServerModules | null;
  /** Addresses and networks, as they were given. */
  readonly trustedProxies: readonly string[];
  readonly logLevels: readonly LogLevel[];
  readonly journal: ThreadJournal | null;
}

/** The methods of every thread, which the one that has started it calls. */
export interface StartedThread {
  /** Answers when the thread is loaded. */
  ready(): void;
  /** Links a thread of users with the thread of the modules: each of the two gets one end. */
  linkModules(port: MessagePort): void;
  close(graceMs: number): Promise<void>;
}

/** The methods of a thread of users. */
export interface IoThread extends StartedThread {
  listen(host: string, port: number): Promise<void>;
  /** Turns `message` events on or off: there is one for each message. */
  watchMessages(isWanted: boolean): void;
  /** Lists all connections, in parts that come before the answer. */
  listConnections(): Promise<void>;
  totals(): LoopTotals;
  /** Begins the live journal of a connection; answers `false` when that is none of this thread. */
  watch(watch: number, connection: string): Promise<boolean>;
  unwatch(watch: number): void;
}

/** The methods of the one that has started a thread, which the thread calls. */
export interface ThreadStarter {
  events(events: readonly ThreadEvent[]): void;
  /** Takes a part of the connections that were asked for. */
  connections(connections: readonly ConnectionReport[]): void;
  /** Takes a line of a live journal. */
  watchLine(watch: number, line: string): void;
  /** The connection of a live journal is gone. */
  watchEnded(watch: number): void;
}
