import { type Rejection, RejectionCode } from "@chat/protocol";

/** The kinds of trouble that a user's messages can be: each is counted, logged and explained as one. */
export const TroubleKind = {
  ...RejectionCode,
  /** `from.name` is another user's: the message was delivered to nobody [C-50]. */
  ForgedSender: "forged-sender",
  /** `to` names nobody who is online [C-60]. */
  UnknownUser: "unknown-user",
  /** `to` begins with `/` and is no endpoint. */
  UnknownCommand: "unknown-command",
  /** An operator has muted the user. */
  Muted: "muted",
  /** A module of the server has refused it. */
  Filtered: "filtered",
} as const;
export type TroubleKind = (typeof TroubleKind)[keyof typeof TroubleKind];

/** The types of JSON that are no string. */
export type ValueType = "number" | "boolean" | "null" | "list" | "object";

/** A message that was refused, as far as it may be told to others than its sender. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** The receiver or the endpoint as the sender wrote it. Never to be logged: it may hold anything. */
  readonly to?: string;
  /** The user that a forged sender claims to be: the name of a user who is online, as that user wrote it. */
  readonly claimedName?: string;
  /** Set for bytes that are no message. */
  readonly rejection?: Rejection;
  /** The type of a value that had to be a string. */
  readonly valueType?: ValueType;
  /** Name of the mistake of `@chat/protocol/mistakes` that was recognised in them. */
  readonly mistake?: string;
}
