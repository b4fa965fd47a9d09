/** The reason for the end of a connection. */
export const DisconnectReason = {
  /** The peer said goodbye: it shut its side down or closed. */
  Left: "left",
  /** The connection broke: reset, timed out, unreachable. */
  Lost: "lost",
  /** It never became a user: no name, a bad one or a taken one, or a full server. */
  Refused: "refused",
  /** It sent a message after which nothing can be read: too large, not UTF-8, or never complete. */
  BrokenInput: "broken-input",
  /** It did not read the messages that were sent to it. */
  SlowReader: "slow-reader",
  /** The memory for all connections was used up, and it held most. */
  OutOfMemory: "out-of-memory",
  /** Its name went to a user of another node. */
  NameLost: "name-lost",
  /** An operator removed it. */
  Removed: "removed",
  /** The server stopped. */
  ShuttingDown: "shutting-down",
} as const;
export type DisconnectReason = (typeof DisconnectReason)[keyof typeof DisconnectReason];
