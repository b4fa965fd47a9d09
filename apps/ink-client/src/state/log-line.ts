/** The kind of sender of a line, which decides its look. */
export type LineKind = "message" | "own" | "server" | "notice" | "problem";

/**
 * The outcome of one of our messages, as far as it is known. The wire has no receipt for a delivered message: `processed` means
 * that the server took it without an error; for a shout it has the number of receivers.
 */
export type Delivery =
  | { readonly kind: "sending" }
  | { readonly kind: "waiting" }
  | { readonly kind: "sent" }
  | { readonly kind: "processed"; readonly receivers: number | null }
  | { readonly kind: "failed"; readonly reason: string }
  /** Nobody knows; `reason` is what the server said, if it did. */
  | { readonly kind: "unknown"; readonly reason?: string }
  /** It was sent again: a later line shows the outcome. */
  | { readonly kind: "resent" };

/** Returns whether the outcome of a message is still to come. */
export function isOutcomeOpen({ kind }: Delivery): boolean {
  return kind === "sending" || kind === "waiting" || kind === "sent";
}

/** Returns whether a message did not arrive, or may not have. */
export function isOutcomeBad({ kind }: Delivery): boolean {
  return kind === "failed" || kind === "unknown";
}

/** The names of those who came and who went. */
export interface PresenceChange {
  readonly came: readonly string[];
  readonly gone: readonly string[];
}

/** An entry in the log of a conversation. Its texts are as they came: the view makes them safe. */
export interface LogLine {
  /** A number that counts up over all conversations. */
  readonly id: number;
  /** The time of arrival, in milliseconds since the epoch. */
  readonly at: number;
  readonly kind: LineKind;
  readonly from: string;
  readonly text: string;
  /** True when the text mentions us. */
  readonly isMention: boolean;
  /**
   * The outcome of our own message; `null` for all other lines. A notice that has one shows in the conversation where the
   * message was written what is in another one.
   */
  readonly delivery: Delivery | null;
  /** Those whom a notice about who came and who went names. */
  readonly presence?: PresenceChange;
  /** The id of the line of ours that such a notice shows. */
  readonly noteOf?: number;
}
