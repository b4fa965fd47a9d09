import type { ReceivedMessage } from "@chat/protocol";
import type { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import type { ConnectionReport } from "./connection-report.ts";
import type { DisconnectReason } from "./disconnect-reason.ts";

/** The connection of a user, as far as it can be observed. */
export interface UserConnection {
  readonly port: number;
  report(): ConnectionReport;
}

/** The observer of all users of an event loop. */
export interface UserObserver {
  /** Returns a notice for the user, or `null`. */
  joined(user: User, connection: UserConnection): string | null;
  /** The name is free again. The connection is closed later, when the last answers are written. */
  left(user: User, reason: DisconnectReason, connection: UserConnection): void;
  received(user: User, message: ReceivedMessage): void;
  /** A message of the user was refused: its message number `count` of this kind. */
  troubled(user: User, trouble: Trouble, count: number, connection: UserConnection): void;
  claimFailed(user: User, error: unknown): void;
}
