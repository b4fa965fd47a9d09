/** Who a line of the log is from, which decides on how it looks. */
export type LineKind = "message" | "own" | "server" | "notice" | "problem";

/**
 * What is known of one of our own messages. A receipt for a delivered message does not exist on this wire: `processed` says
 * that the server took it without an error, and of a shout how many it went to.
 */
export type Delivery =
  | { readonly kind: "sending" }
  | { readonly kind: "waiting" }
  | { readonly kind: "sent" }
  | { readonly kind: "processed"; readonly receivers: number | null }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "unknown" };

/** One entry of a conversation's log. Its texts are as they came: what shows them makes them safe. */
export interface LogLine {
  /** Counts up over all conversations. */
  readonly id: number;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  readonly kind: LineKind;
  readonly from: string;
  readonly text: string;
  /** Whether somebody named us in it. */
  readonly isMention: boolean;
  /** Of our own messages alone. */
  readonly delivery: Delivery | null;
}
