import { isIPv4 } from "node:net";

/** Most connections of one source address: it has some 28,000 ports towards one server, those in TIME_WAIT included. */
const CONNECTIONS_PER_SOURCE = 10_000;

/** Most addresses of the loopback network that are used. */
const MAX_SOURCES = 200;

/**
 * Chooses the addresses to connect from: on loopback as many as it takes that ports are no limit for the connections, else
 * none, which leaves the choice to the system.
 */
export function chooseSources(host: string, connections: number): string[] {
  // Only Linux has all of 127.0.0.0/8 without being told.
  if (process.platform !== "linux" || !isIPv4(host) || !host.startsWith("127.")) return [];
  const count = Math.min(MAX_SOURCES, Math.ceil(connections / CONNECTIONS_PER_SOURCE) + 1);
  return Array.from({ length: count }, (_, index) => `127.0.0.${index + 2}`);
}
