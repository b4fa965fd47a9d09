import type { ReceivedMessage } from "@chat/protocol";
import type { Backplane } from "../backplane/backplane.ts";
import type { Sender } from "../delivery/user.ts";
import type { Dispatcher } from "../dispatch/dispatcher.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { Connection } from "./connection.ts";
import type { DisconnectReason } from "./disconnect-reason.ts";
import type { HandshakeServices } from "./handshake.ts";
import type { InboundServices } from "./inbound-stream.ts";
import type { OutboxServices } from "./outbox.ts";
import type { ShoutBudget } from "./shout-budget.ts";

/** What the connections of one event loop share. */
export interface ConnectionServices extends HandshakeServices, InboundServices, OutboxServices {
  readonly backplane: Backplane;
  /** Lets newcomers have names that are disguises. */
  readonly allowLookAlikes: boolean;
  readonly dispatcher: Dispatcher;
  readonly observer: ConnectionObserver;
  /** Lets shouts wait for one another. */
  readonly shoutBudget: ShoutBudget;
  /** Ends the answering of those who have left. */
  readonly leaving: DeadlineQueue<Connection>;
  /** Ends the reading of those who were told their last words. */
  readonly lingering: DeadlineQueue<Connection>;
}

/** Who hears of a connection's life. */
export interface ConnectionObserver {
  /** The address of a connection that came through a trusted proxy is known. */
  addressed(connection: Connection): void;
  joined(connection: Connection): void;
  /** The name is free again. Comes before `closed`, by as much as the last answers take. */
  left(connection: Connection, reason: DisconnectReason): void;
  received(connection: Connection, message: ReceivedMessage): void;
  /** Messages to this connection may not arrive: each sender's number is to be told to it. */
  undelivered(connection: Connection, unwritten: ReadonlyMap<Sender, number>): void;
  refused(connection: Connection, text: string): void;
  closed(connection: Connection, reason: DisconnectReason, unwritten: ReadonlyMap<Sender, number>): void;
  failed(connection: Connection, error: unknown): void;
}
