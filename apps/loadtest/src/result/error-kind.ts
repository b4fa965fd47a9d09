/** Why there is no connection, or none any more. */
export const ConnectionProblem = {
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
export type ConnectionProblem = (typeof ConnectionProblem)[keyof typeof ConnectionProblem];

/** Tells what an error of a socket's means: the tester's own limits are told apart from the server's. */
export function findProblem({ code }: NodeJS.ErrnoException, isConnected: boolean): ConnectionProblem {
  switch (code) {
    case "EMFILE":
    case "ENFILE":
      return ConnectionProblem.OpenFiles;
    case "EADDRNOTAVAIL":
    case "EADDRINUSE":
    // So Windows says it, and any system that is out of memory for sockets.
    case "ENOBUFS":
      return ConnectionProblem.Ports;
    case "ETIMEDOUT":
      return isConnected ? ConnectionProblem.Dropped : ConnectionProblem.ConnectTimeout;
    default:
      return isConnected ? ConnectionProblem.Dropped : ConnectionProblem.Refused;
  }
}
