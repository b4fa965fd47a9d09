import { PORT } from "@chat/protocol";
import { startOwnServer } from "./own-server.ts";
import { findReachProblem, joinPort } from "./reach.ts";
import { readProcessUsage } from "./server-watch.ts";
import { startSpawnedServer } from "./spawned-server.ts";
import { resolveTarget } from "./target-address.ts";
import type { TargetServer } from "./target-server.ts";
import { TargetError } from "./target-server.ts";

export interface TargetChoice {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly pid?: number | undefined;
  readonly spawn?: string | undefined;
  readonly spawnLog?: string | undefined;
  readonly iOwnThisServer: boolean;
}

/**
 * Opens the server that a run is aimed at: the one that was named, the one that a command starts, or one of our own when
 * nothing was said.
 *
 * @throws {TargetError} when there is none, or it may not be tested
 */
export async function openTarget(choice: TargetChoice, signal: AbortSignal): Promise<TargetServer> {
  const { host = "127.0.0.1", port = PORT, pid, spawn, spawnLog, iOwnThisServer } = choice;
  const isNothingSaid = [choice.host, choice.port, pid, spawn].every((part) => part === undefined);
  if (isNothingSaid) return await startOwnServer();
  if (pid !== undefined && isMissing(pid)) {
    throw new TargetError(`There is no process ${pid} on this machine.`, { isWrongUsage: true });
  }
  const addresses = await resolveTarget(host, iOwnThisServer);
  if (spawn !== undefined) {
    const [address = host] = addresses;
    return await startSpawnedServer({ command: spawn, host: address, port, logFile: spawnLog ?? null, signal });
  }
  return takeGivenServer(await findReachable(addresses, port), port, pid ?? null);
}

/** Only where processes can be looked at is one known to be missing. */
function isMissing(pid: number): boolean {
  return readProcessUsage(process.pid, false) !== null && readProcessUsage(pid, false) === null;
}

/** Finds the first address that accepts connections: a name may have several, and the server listen on one. */
async function findReachable(addresses: readonly string[], port: number): Promise<string> {
  const problems: string[] = [];
  for (const address of addresses) {
    const problem = await findReachProblem(address, port);
    if (problem === null) return address;
    problems.push(`${joinPort(address, port)}: ${problem}`);
  }
  throw new TargetError(`The server can't be reached (${problems.join("; ")}).`);
}

/** A server that was there already: it is left as it is. */
export function takeGivenServer(host: string, port: number, pid: number | null): TargetServer {
  return {
    host,
    port,
    pid,
    command: null,
    readUsage: () => (pid === null ? null : readProcessUsage(pid, true)),
    // Nobody tells who has not started it how it ended.
    readExit: () => (pid !== null && isMissing(pid) ? { exitCode: null, signal: null } : null),
    async [Symbol.asyncDispose]() {
      // It belongs to somebody else.
    },
  };
}
