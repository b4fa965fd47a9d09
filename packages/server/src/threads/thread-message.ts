import type { MessagePort } from "node:worker_threads";
import type { ServerLimits } from "../limits.ts";
import type { LogLevel } from "../logger.ts";
import type { ThreadEvent } from "./thread-events.ts";

// Everything that threads say to one another. Each kind of message has one direction, and each port keeps the order.

/** Why the registry gives somebody no name. */
export type ClaimRefusal = "taken" | "look-alike";

/** Someone who has a name. A thread numbers its own users; the two numbers together are nobody else's. */
export interface ThreadUser {
  readonly thread: number;
  readonly number: number;
  readonly key: string;
  readonly name: string;
  readonly ip: string;
}

/** What a thread asks the registry, or tells it. */
export type ToRegistry =
  | ({ readonly kind: "claim"; readonly mustDiffer: boolean } & Omit<ThreadUser, "thread">)
  /** The name is free, or not wanted any more. */
  | { readonly kind: "release"; readonly number: number; readonly key: string }
  /** The user that was looked for is still there. */
  | { readonly kind: "probe-reply"; readonly key: string; readonly number: number; readonly look: number }
  | { readonly kind: "connected"; readonly connection: number; readonly ip: string }
  | { readonly kind: "disconnected"; readonly connection: number }
  /** This thread goes. */
  | { readonly kind: "bye" };

/** What the registry tells a thread. */
export type FromRegistry =
  | { readonly kind: "linked"; readonly thread: number; readonly port: MessagePort }
  | { readonly kind: "joined"; readonly user: ThreadUser }
  | { readonly kind: "left"; readonly key: string; readonly thread: number; readonly number: number }
  /** Claims of this thread that are won. Whatever follows from it elsewhere, everyone has heard of the user before. */
  | { readonly kind: "claimed"; readonly numbers: readonly number[] }
  | { readonly kind: "refused"; readonly number: number; readonly outcome: ClaimRefusal }
  /** Somebody wants the name of this user: is the user still there, once all sockets were looked at? */
  | { readonly kind: "probe"; readonly key: string; readonly number: number; readonly look: number }
  /** A thread is dead: its users are gone, and what travelled to them. */
  | { readonly kind: "gone"; readonly thread: number }
  /** The address of this connection has too many. */
  | { readonly kind: "address-limit-reached"; readonly connection: number };

/** What an I/O thread is started with. */
export interface IoThreadData {
  readonly thread: number;
  readonly slot: number;
  readonly registryPort: MessagePort;
  readonly counters: SharedArrayBuffer;
  readonly limits: ServerLimits;
  readonly allowLookAlikes: boolean;
  /** URLs of the modules with endpoints of the server's own. */
  readonly endpointModules: readonly string[];
  /** Addresses and networks, as they were given. */
  readonly trustedProxies: readonly string[];
  readonly logLevels: readonly LogLevel[];
}

/** What the pool tells an I/O thread. */
export type ToIoThread =
  | { readonly kind: "listen"; readonly host: string; readonly port: number }
  /** Whether `message` events are wanted: there is one for each message. */
  | { readonly kind: "watch-messages"; readonly isWanted: boolean }
  | { readonly kind: "close"; readonly graceMs: number };

/** What an I/O thread tells the pool. */
export type FromIoThread =
  | { readonly kind: "ready" }
  | { readonly kind: "listening" }
  | { readonly kind: "failed"; readonly error: { readonly message: string; readonly code: string | undefined } }
  | { readonly kind: "happened"; readonly events: readonly ThreadEvent[] }
  | { readonly kind: "closed" };
