/** Why there is no connection, or none any more. */
export const ErrorKind = {
  Refused: "connect-refused",
  ConnectTimeout: "connect-timeout",
  HandshakeTimeout: "handshake-timeout",
  NameRefused: "name-refused",
  ServerFull: "server-full",
  NoChatServer: "no-chat-server",
  Dropped: "dropped",
  OpenFiles: "tester-open-files",
  Ports: "tester-ports",
} as const;
export type ErrorKind = (typeof ErrorKind)[keyof typeof ErrorKind];

/** Tells what an error of a socket's means: the tester's own limits are told apart from the server's. */
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
      return isConnected ? ErrorKind.Dropped : ErrorKind.Refused;
  }
}
