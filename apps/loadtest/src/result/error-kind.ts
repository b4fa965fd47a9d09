export const ErrorKind = {
  ConnectRefused: "connect-refused",
  ConnectTimeout: "connect-timeout",
  HandshakeTimeout: "handshake-timeout",
  NameRefused: "name-refused",
  ServerFull: "server-full",
  NoChatServer: "no-chat-server",
  /** The connection of a client that was welcomed was closed by the server, or broke. */
  Dropped: "dropped",
  /** The server closed a connection without a word before its welcome, or it broke. */
  NotWelcomed: "not-welcomed",
  OpenFiles: "tester-open-files",
  Ports: "tester-ports",
  /** A message that its sender was told did not, or may not have, arrived. */
  MessageRefused: "refused",
  /** An answer that is none to its question: an error, or a text that the contract does not know. */
  ErrorAnswer: "error-answers",
  /** An answer that came later than it should have. */
  LateAnswer: "late-answers",
  /** Bytes that are no message, from a server that keeps the contract otherwise. */
  Malformed: "malformed",
} as const;
export type ErrorKind = (typeof ErrorKind)[keyof typeof ErrorKind];

/** Classifies an error of a socket: keeps the tester's own limits apart from the server's. */
export function findErrorKind({ code }: NodeJS.ErrnoException, isConnected: boolean): ErrorKind {
  switch (code) {
    case "EMFILE":
    case "ENFILE":
      return ErrorKind.OpenFiles;
    case "EADDRNOTAVAIL":
    case "EADDRINUSE":
    // So Windows says it, and any system that is out of memory for sockets.
    case "ENOBUFS":
      return ErrorKind.Ports;
    case "ETIMEDOUT":
      return isConnected ? ErrorKind.Dropped : ErrorKind.ConnectTimeout;
    default:
      return isConnected ? ErrorKind.Dropped : ErrorKind.ConnectRefused;
  }
}

export function countErrors(errors: Readonly<Record<string, number>>): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}
