import { isIPv6 } from "node:net";
import { getLocalIp } from "@chat/protocol";

/** The addresses at which clients reach the server; `null` if they can't. */
export interface Addresses {
  readonly onThisMachine: string;
  readonly onTheNetwork: string | null;
}

/** Finds the addresses to connect to for the address that a server listens on. */
export function findAddresses(listeningOn: string, networkAddress: string = getLocalIp()): Addresses {
  if (listeningOn === "0.0.0.0" || listeningOn === "::") {
    return { onThisMachine: "127.0.0.1", onTheNetwork: isLoopback(networkAddress) ? null : networkAddress };
  }
  return { onThisMachine: listeningOn, onTheNetwork: isLoopback(listeningOn) ? null : listeningOn };
}

/** Joins an address and a port as a URL does. */
export function joinPort(address: string, port: number): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
