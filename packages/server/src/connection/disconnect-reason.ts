/** Why a connection ended. */
export const DisconnectReason = {
  /** The peer said goodbye: it shut its side down or closed. */
  Left: "left",
  /** The connection broke: reset, timed out, unreachable. */
  Lost: "lost",
  /** It never became a user: no name, a bad one or a taken one, or no place left. */
  Refused: "refused",
  /** It sent what leaves no way to go on: too large, not UTF-8, or never complete. */
  BrokenInput: "broken-input",
  /** It did not read what was sent to it. */
  SlowReader: "slow-reader",
  /** It held the most of the memory that all connections share, and that ran out. */
  OutOfMemory: "out-of-memory",
  /** Its name went to a user of another node. */
  NameLost: "name-lost",
  /** The server stopped. */
  ShuttingDown: "shutting-down",
} as const;
export type DisconnectReason = (typeof DisconnectReason)[keyof typeof DisconnectReason];
