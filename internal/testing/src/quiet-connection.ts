/** The counts of a connection that has done nothing. */
export const NO_COUNTS = {
  ageMs: 60_000,
  isFramed: true,
  messagesIn: 0,
  bytesIn: 0,
  messagesOut: 0,
  bytesOut: 0,
  messagesLost: 0,
  refused: {},
  refusedInARow: 0,
  slowedMs: 0,
  isSlowed: false,
} as const;

/** The report of a connection with which nothing is wrong. The server's types check it where it is used. */
export const QUIET_CONNECTION = {
  id: "loop.1",
  name: "Ada",
  ip: "10.0.0.9",
  port: 52_344,
  ...NO_COUNTS,
  waitingMessages: 0,
  waitingBytes: 0,
  unclosedBytes: 0,
} as const;
