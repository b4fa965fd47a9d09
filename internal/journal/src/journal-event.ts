/** The version of the format that this code writes, and the latest that it reads. */
export const JOURNAL_VERSION = 1;

/** The two ends of a connection. */
export type Side = "client" | "server";

/** A part of one direction's stream: the position of its first byte, and its length, both in bytes. */
export interface ByteSpan {
  readonly offset: number;
  readonly length: number;
}

/** The first line of a journal: which connection it is about. */
export interface JournalStart {
  readonly journal: typeof JOURNAL_VERSION;
  /** The number of the connection, unique in a folder of journals. */
  readonly connection: number;
  /** The name that the client has sent; `null` when it never sent one that is allowed. */
  readonly name: string | null;
  /** The address of the client. */
  readonly address: string;
  /** Positions of the first bytes of each side that are recorded; missing when the recording began with the connection. */
  readonly from?: Readonly<Record<Side, number>>;
  /** Time of day at which the connection was opened, as ISO 8601 in UTC. Every `t` counts from here. */
  readonly startedAt: string;
  /** True when the texts of messages are replaced by `*`. */
  readonly masked: boolean;
}

/** The members that all events have. */
interface At {
  /**
   * Milliseconds since the connection was opened, from a clock that never goes back. No two events have the same time: it is their
   * order. Lines may be in another order, since some are held back until it is known what has to be masked.
   */
  readonly t: number;
}

/** Bytes of one read from the client, or of one write to it. */
export interface BytesEvent extends At {
  readonly event: "bytes";
  /** The side that sent them. */
  readonly from: Side;
  /** Position of the first byte in the stream of that side. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** The client has sent its name: its messages begin behind it. */
interface NamedEvent extends At, ByteSpan {
  readonly event: "named";
  readonly name: string;
  /** True when a newline ended the name. */
  readonly framed: boolean;
}

/** A message of the contract was found. */
export interface FrameEvent extends At, ByteSpan {
  readonly event: "frame";
  readonly from: Side;
  /** `from.name` of the message. */
  readonly sender: string;
  readonly to: string;
  /** The bytes that were replaced by `*`; missing when none were. */
  readonly masked?: ByteSpan;
}

/** Bytes were found that are no message. */
export interface RejectedEvent extends At, ByteSpan {
  readonly event: "rejected";
  readonly from: Side;
  /** A code of the contract [C-14]. */
  readonly code: string;
  readonly reason: string;
  /** True when nothing after it is read. */
  readonly fatal: boolean;
}

/** A message, or a whole connection, was refused for another reason than its form. */
interface RefusedEvent extends At {
  readonly event: "refused";
  /** Position of the refused message; missing when the connection was refused. */
  readonly offset?: number;
  readonly reason: string;
}

/** One side has shut its direction down: it sends nothing more. */
interface EndedEvent extends At {
  readonly event: "ended";
  readonly by: Side;
}

/** The connection is gone. */
interface ClosedEvent extends At {
  readonly event: "closed";
  /** The side that ended first; `network` when the connection broke. */
  readonly by: Side | "network";
  readonly reason: string;
}

/** The connection was opened, by its client. */
interface OpenedEvent extends At {
  readonly event: "opened";
}

/** The recording stopped before the connection ended. */
interface StoppedEvent extends At {
  readonly event: "stopped";
  readonly reason: string;
}

/** One event of a connection. */
export type JournalEvent =
  | OpenedEvent
  | BytesEvent
  | NamedEvent
  | FrameEvent
  | RejectedEvent
  | RefusedEvent
  | EndedEvent
  | ClosedEvent
  | StoppedEvent;
