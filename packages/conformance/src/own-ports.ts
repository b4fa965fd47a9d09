import { randomInt } from "node:crypto";

/** No system gives these ports away by itself, so that a server can go and come back on one. */
const OWN_PORTS = [20_000, 26_000] as const;

/** Returns a port that is probably free: whoever listens on it may have to try another. */
export function chooseOwnPort(): number {
  return randomInt(...OWN_PORTS);
}
