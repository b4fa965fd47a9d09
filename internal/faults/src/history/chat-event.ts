import type { FaultKind, NodeIndex } from "../plan/fault.ts";

/** Why a claim came to nothing. */
export const Refusal = {
  /** Somebody has the name. */
  Taken: "taken",
  /** The node can't check names now. */
  Unavailable: "unavailable",
  /** No answer: the node is stopped, gone, or the connection broke. */
  Unanswered: "unanswered",
  Other: "other",
} as const;
export type Refusal = (typeof Refusal)[keyof typeof Refusal];

/** Kinds of notices to a sender about its direct messages to a name. */
export const DeliveryNotice = {
  /** Nobody has the name: the message was delivered to nobody. */
  NotFound: "not found",
  /** The receiver can't take it: it was delivered to nobody. */
  Refused: "refused",
  /** This number of them may not have arrived. */
  Doubtful: "doubtful",
} as const;
export type DeliveryNotice = (typeof DeliveryNotice)[keyof typeof DeliveryNotice];

/** Stages of a round. */
export const Stage = {
  /** No fault, and every node has its session. */
  Quiet: "quiet",
  /** From here on faults happen. */
  Faulty: "faulty",
  /** Nobody joins, leaves or writes any more. */
  Settled: "settled",
  /** Everything that could come has come. */
  Over: "over",
} as const;
export type Stage = (typeof Stage)[keyof typeof Stage];

/**
 * Something that happened, as one process saw it. That process adds every event to one list, so their order in the list is
 * the order of what it did and read. `who` and `from` are connections, each with an id that no other one ever has.
 */
export type ChatEvent =
  | { readonly kind: "stage"; readonly stage: Stage }
  | { readonly kind: "fault begins"; readonly fault: FaultKind; readonly node: NodeIndex | null }
  | { readonly kind: "fault ends"; readonly fault: FaultKind; readonly node: NodeIndex | null }
  /** A node's process ended, and nobody had killed it. */
  | { readonly kind: "node died"; readonly node: NodeIndex }
  /** From now on somebody tries to have this name, on nodes that no fault is drawn for, until it is given. */
  | { readonly kind: "name wanted"; readonly name: string; readonly node: NodeIndex }
  | { readonly kind: "claims"; readonly who: string; readonly name: string; readonly node: NodeIndex }
  | { readonly kind: "welcomed"; readonly who: string; readonly name: string; readonly node: NodeIndex }
  | { readonly kind: "refused"; readonly who: string; readonly why: Refusal }
  /** A direct message, written to the socket. */
  | { readonly kind: "sent"; readonly who: string; readonly to: string; readonly number: number }
  | { readonly kind: "shouted"; readonly who: string; readonly number: number }
  | {
      readonly kind: "received";
      readonly who: string;
      /** The connection that wrote it, as the text says. */
      readonly from: string;
      /** The name that the server says it is from. */
      readonly name: string;
      readonly to: string;
      readonly number: number;
      readonly isShout: boolean;
    }
  | {
      readonly kind: "told";
      readonly who: string;
      readonly about: string;
      readonly count: number;
      readonly how: DeliveryNotice;
    }
  | { readonly kind: "asked"; readonly who: string; readonly endpoint: string }
  | { readonly kind: "answered"; readonly who: string; readonly endpoint: string }
  | {
      readonly kind: "listed";
      readonly who: string;
      readonly node: NodeIndex;
      readonly askedAt: number;
      /** All users, the asker included. */
      readonly names: readonly string[];
      readonly isPartial: boolean;
    }
  /** The server said something that it has no reason to say. */
  | { readonly kind: "surprised"; readonly who: string; readonly text: string }
  /** This side ends the connection: with a goodbye, after which it reads to the end, or by a reset. */
  | { readonly kind: "leaves"; readonly who: string; readonly isGraceful: boolean }
  /** The connection is gone. `words` are the server's last, if it had any. */
  | { readonly kind: "ended"; readonly who: string; readonly isClean: boolean; readonly words: string | null };

/** An event and when it was seen, in milliseconds of the process's monotonic clock. */
export type TimedEvent = ChatEvent & { readonly at: number };

type EventKind = ChatEvent["kind"];
export type EventOf<Kind extends EventKind> = Extract<TimedEvent, { readonly kind: Kind }>;
