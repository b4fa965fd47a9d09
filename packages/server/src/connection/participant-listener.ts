import type { DisconnectReason } from "./disconnect-reason.ts";
import type { InboundSource } from "./inbound-stream.ts";
import type { Refusal } from "./refusal.ts";
import type { MailboxListener } from "./user-mailbox.ts";
import type { UserConnection } from "./user-observer.ts";

/** The connection of a participant. */
export interface ParticipantListener extends UserConnection, MailboxListener, InboundSource {
  /** Its row in the table of counters. */
  readonly counterRow: number;
  /** Ends the connection: the name is not the participant's. */
  refused(refusal: Refusal): void;
  /** Ends the connection when the outbox is written: nothing more is taken, and all is answered. */
  close(reason: DisconnectReason): void;
  /** The time for the last answers is over: the peer gets some more to read them, then it is cut off. */
  linger(): void;
}
