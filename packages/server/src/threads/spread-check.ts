import { once } from "node:events";
import { type AddressInfo, connect, type Server } from "node:net";
import { listen } from "./port-reservation.ts";

/** Largest number of probes. Where the system spreads them by chance, all reach one of two listeners in one of 2³¹ cases. */
const MAX_PROBES = 32;

/** Longest time for a probe, in milliseconds. */
const PROBE_TIMEOUT_MS = 1_000;

/** Error codes of systems and runtimes where listeners can't share a port. The last is that of a probe without an answer. */
const NOT_SHARED = new Set(["ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL", "ENOPROTOOPT", "EADDRINUSE", "ABORT_ERR"]);

/** The address that reaches a listener on every address from this machine. */
const LOOPBACK: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/**
 * Finds out if the system spreads the connections to one port over several listeners: opens two listeners on a port of the
 * system's choice, and connects to them. The server's own port is not involved, so no client meets a probe.
 */
export async function canSpread(host = "0.0.0.0"): Promise<boolean> {
  const listeners: Server[] = [];
  try {
    const first = await listen(host, 0, true);
    listeners.push(first);
    const { port } = first.address() as AddressInfo;
    listeners.push(await listen(host, port, true));
    return await reachesBoth(listeners, LOOPBACK[host] ?? host, port);
  } catch (error) {
    // For example an address of another machine: the server itself reports that when it listens.
    return !NOT_SHARED.has((error as NodeJS.ErrnoException).code ?? "");
  } finally {
    for (const listener of listeners) listener.close();
  }
}

async function reachesBoth(listeners: readonly Server[], host: string, port: number): Promise<boolean> {
  const reached = new Set<Server>();
  for (let probe = 0; probe < MAX_PROBES && reached.size < listeners.length; probe++) {
    reached.add(await probeOnce(listeners, host, port));
  }
  return reached.size === listeners.length;
}

/** Connects, and resolves with the listener that it reached. */
async function probeOnce(listeners: readonly Server[], host: string, port: number): Promise<Server> {
  // Removes the event listeners of the server that is not reached: up to 32 probes would leave as many behind.
  const over = new AbortController();
  const signal = AbortSignal.any([AbortSignal.timeout(PROBE_TIMEOUT_MS), over.signal]);
  const accepted = Promise.race(
    listeners.map(async (listener) => {
      await once(listener, "connection", { signal });
      return listener;
    }),
  );
  const probe = connect({ host, port });
  probe.on("error", () => undefined);
  try {
    return await accepted;
  } finally {
    over.abort();
    probe.destroy();
  }
}
