import { readProcessUsage } from "./server-watch.ts";
import type { TargetServer } from "./target-server.ts";

/** A server that was there already: it is left as it is. */
export function takeGivenServer(host: string, port: number, pid: number | null): TargetServer {
  return {
    host,
    port,
    pid,
    command: null,
    isOwn: false,
    readUsage: () => (pid === null ? null : readProcessUsage(pid, true)),
    async [Symbol.asyncDispose]() {
      // It belongs to somebody else.
    },
  };
}
