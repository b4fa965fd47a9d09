/** The reason for which bytes of the stream were refused [C-14]. */
export const RejectionCode = {
  /** Garbage between frames; the stream goes on at the next `{` or after the next newline. */
  StrayText: "stray-text",
  /** A frame that is not a message of the contract; the stream goes on after it. */
  NotAMessage: "not-a-message",
  /** A frame that does not end within the size limit. Fatal: the start of the next frame is unknown. */
  TooLarge: "too-large",
  /** Bytes that are not UTF-8. Fatal: the peer speaks another encoding. */
  InvalidUtf8: "invalid-utf8",
  /** A frame that ended before its closing brace, by end of input or by time. Fatal. */
  Incomplete: "incomplete",
} as const;
export type RejectionCode = (typeof RejectionCode)[keyof typeof RejectionCode];

/** A frame that is not a message, or garbage between frames. */
export interface Rejection {
  readonly kind: "rejected";
  /** The reason, for programs. */
  readonly code: RejectionCode;
  /** A sentence or two for the sender: what was wrong and how to mend it. */
  readonly reason: string;
  /** Position of the first refused byte, in bytes from the start of the stream. */
  readonly offset: number;
  /** True when the reader has given up on the stream and returns nothing more. */
  readonly isFatal: boolean;
}
