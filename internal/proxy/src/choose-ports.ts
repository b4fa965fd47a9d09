import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Ports from here up to there are no system's choice for port 0, and the conformance kit's own are below: a port that is
 * chosen now is still free a moment later.
 */
const FIXED_PORTS = [26_000, 32_000] as const;

/**
 * Chooses ports that are free now, that no system gives to a program that asks for any port, and that no other process
 * chooses here while this one runs.
 */
export async function choosePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(...FIXED_PORTS);
    if ((await reserve(port)) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

/** Chooses one such port, for a server that comes later, goes and comes back, or is never there. */
export async function choosePort(): Promise<number> {
  const [port = 0] = await choosePorts(1);
  return port;
}

/**
 * Reserves a port among all processes that choose ports here, until this one ends: UDP, which nothing here speaks, has the
 * same numbers, and the system gives each to one process alone.
 *
 * @returns false when it is another's, or was chosen before
 */
async function reserve(port: number): Promise<boolean> {
  const reservation = createSocket("udp4").unref();
  try {
    reservation.bind({ port, address: "127.0.0.1", exclusive: true });
    await once(reservation, "listening");
    return true;
  } catch {
    reservation.close();
    return false;
  }
}

async function isFree(port: number): Promise<boolean> {
  const listener = createServer().listen(port, "127.0.0.1");
  try {
    await once(listener, "listening");
  } catch {
    return false;
  }
  listener.close();
  await once(listener, "close");
  return true;
}
