import { isIPv6 } from "node:net";
import { getLocalIp } from "@chat/protocol";

/** Where clients find the server: `null` where they can't. */
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

/** Joins address and port the way that a URL does. */
export function joinPort(address: string, port: number): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
