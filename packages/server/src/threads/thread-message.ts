import type { MessagePort } from "node:worker_threads";
import type { ConnectionReport } from "../connection/connection-report.ts";
import type { Act } from "../control/act.ts";
import type { ServerLimits } from "../limits.ts";
import type { LogLevel } from "../logger.ts";
import type { JournalOptions } from "../options.ts";
import type { LoopTotals } from "../totals.ts";
import type { ServerModules } from "./server-modules.ts";
import type { ThreadEvent } from "./thread-events.ts";

// All messages between threads. Each kind has one direction, and each port keeps the order.

export type ClaimRefusal = "taken" | "look-alike";

/** A user who has a name. A thread numbers its own users; the two numbers together identify a user. */
export interface ThreadUser {
  readonly thread: number;
  readonly number: number;
  readonly key: string;
  readonly name: string;
  readonly ip: string;
}

export type ToRegistry =
  | ({ readonly kind: "claim"; readonly mustDiffer: boolean } & Omit<ThreadUser, "thread">)
  /** Releases a name, or withdraws its claim. */
  | { readonly kind: "release"; readonly number: number; readonly key: string }
  /** The probed user is still there. */
  | { readonly kind: "probe-reply"; readonly key: string; readonly number: number; readonly round: number }
  | { readonly kind: "connected"; readonly connection: number; readonly ip: string }
  | { readonly kind: "disconnected"; readonly connection: number }
  /** Asks for an act on all threads, this one included. */
  | { readonly kind: "perform"; readonly number: number; readonly act: Act }
  /** An act is done on this thread. */
  | { readonly kind: "performed"; readonly number: number; readonly hits: number }
  | { readonly kind: "bye" };

export type FromRegistry =
  | { readonly kind: "linked"; readonly thread: number; readonly port: MessagePort }
  | { readonly kind: "joined"; readonly user: ThreadUser }
  | { readonly kind: "left"; readonly key: string; readonly thread: number; readonly number: number }
  /** Claims of this thread that are won. All threads have learned of these users before. */
  | { readonly kind: "claimed"; readonly numbers: readonly number[] }
  | { readonly kind: "refused"; readonly number: number; readonly outcome: ClaimRefusal }
  /** Asks if a user whose name another claims is still there, once all sockets were polled. */
  | { readonly kind: "probe"; readonly key: string; readonly number: number; readonly round: number }
  /** A thread is dead: its users are gone, and so are the messages in flight to them. */
  | { readonly kind: "gone"; readonly thread: number }
  | { readonly kind: "address-limit-reached"; readonly connection: number }
  | { readonly kind: "act"; readonly number: number; readonly act: Act }
  /** An act that this thread has asked for is done everywhere. */
  | { readonly kind: "act-done"; readonly number: number; readonly hits: number };

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

export type ToIoThread =
  | { readonly kind: "listen"; readonly host: string; readonly port: number }
  /** Turns `message` events on or off: there is one for each message. */
  | { readonly kind: "watch-messages"; readonly isWanted: boolean }
  | { readonly kind: "list-connections" }
  | { readonly kind: "add-up" }
  /** Links a thread of users with the thread of the modules: each of the two gets one end. */
  | { readonly kind: "module-link"; readonly port: MessagePort }
  /** Asks for the live journal of a connection, if it is one of this thread. */
  | { readonly kind: "watch"; readonly watch: number; readonly connection: string }
  | { readonly kind: "unwatch"; readonly watch: number }
  | { readonly kind: "close"; readonly graceMs: number };

export type FromIoThread =
  | { readonly kind: "ready" }
  | { readonly kind: "listening" }
  | { readonly kind: "failed"; readonly error: { readonly message: string; readonly code: string | undefined } }
  | { readonly kind: "events"; readonly events: readonly ThreadEvent[] }
  /** A part of the connections that were asked for. */
  | { readonly kind: "connections"; readonly connections: readonly ConnectionReport[] }
  | { readonly kind: "totals"; readonly totals: LoopTotals }
  | { readonly kind: "watch-begun"; readonly watch: number }
  /** Lines of a live journal. */
  | { readonly kind: "watch-lines"; readonly watch: number; readonly lines: readonly string[] }
  /** The connection is gone, or was not there. */
  | { readonly kind: "watch-ended"; readonly watch: number }
  /** All connections have come. */
  | { readonly kind: "connections-listed" }
  | { readonly kind: "closed" };
