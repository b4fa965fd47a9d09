import { connect, isIPv6 } from "node:net";

/** Time for one attempt to connect, in milliseconds. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Returns the reason why nothing accepts connections there; `null` when something does. */
export function findReachProblem(host: string, port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
  socket.on("connect", () => resolve(null));
  socket.on("timeout", () => resolve(`no answer in ${CONNECT_TIMEOUT_MS / 1_000} s`));
  socket.on("error", (error: NodeJS.ErrnoException) => resolve(explainError(error)));
  // In peace, and no reset: a server that nobody has hardened yet may die of one.
  return promise.finally(() => socket.destroy());
}

/** Joins address and port the way that a URL does. */
export function joinPort(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function explainError({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ECONNREFUSED":
      return "nothing listens there";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "there is no way to it";
    default:
      return code ?? message;
  }
}
