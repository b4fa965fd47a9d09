import type { EventEmitter } from "node:events";
import type { AddressInfo } from "node:net";
import type { ChatMessage } from "@chat/protocol";
import type { DisconnectReason } from "./connection/disconnect-reason.ts";
import type { ServerLimits } from "./limits.ts";

/** A chat server, whether it is one event loop or many. */
export interface ChatServer extends EventEmitter<ChatNodeEvents>, AsyncDisposable {
  /** The limits in force, for all event loops together. */
  readonly limits: ServerLimits;
  /** Event loops that serve users. */
  readonly threadCount: number;
  /** Users online. */
  readonly userCount: number;
  /** Connections, those included that have no name yet. */
  readonly connectionCount: number;
  /** Starts to listen. Rejects with the system's error (`EADDRINUSE`, `EACCES`, …) when that can't be. */
  listen(): Promise<AddressInfo>;
  /** The address that it listens on, the port chosen by the system included. */
  address(): AddressInfo;
  /** Stops accepting, says goodbye to every user, writes what waits for them, and closes. */
  close(options?: CloseOptions): Promise<void>;
}

/** What a node tells the program around it. Each event has one argument. */
export interface ChatNodeEvents {
  /** A user has come online. */
  join: [{ name: string; ip: string }];
  /** A user's name is free again. */
  leave: [{ name: string; ip: string; reason: DisconnectReason }];
  /** A user has sent a message, to a user or an endpoint; `from` is what the user claims. Costs nothing unheard. */
  message: [{ name: string; ip: string; message: ChatMessage }];
  /** A connection was refused before it became a user; `text` is what it was told. */
  refused: [{ ip: string; text: string }];
  /** A connection is gone; `name` is `null` when it never became a user. */
  closed: [{ name: string | null; ip: string; reason: DisconnectReason }];
}

/** How a node is closed. */
export interface CloseOptions {
  /**
   * How long users get to take what waits for them, in milliseconds; then they are cut off.
   * @default 5000
   */
  readonly graceMs?: number;
}
