import { isIPv6, SocketAddress } from "node:net";

const IPV4_MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Writes the address of a peer the way the contract does: IPv4 addresses that IPv6 has mapped as IPv4 [C-50]. */
export function formatPeerAddress(address: string | undefined): string {
  return address?.replace(IPV4_MAPPED, "") ?? "0.0.0.0";
}

/**
 * Writes an address that a person or a proxy spelled, as {@link formatPeerAddress} would have it from the system: the same
 * address is the same text.
 */
export function normalizeAddress(address: string): string {
  return isIPv6(address) ? formatPeerAddress(new SocketAddress({ address, family: "ipv6" }).address) : address;
}

/** Groups of an IPv6 address, and of the part that one subscriber gets: inside it, addresses are free to choose. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** Names what one peer can't get many of: its IPv4 address, or the /64 network of its IPv6 address. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const [head = "", tail] = ip
    .replace(/%.*$/, "")
    .replace(/[\d.]+\.\d+$/, "0:0")
    .split("::");
  const first = splitGroups(head);
  const last = splitGroups(tail ?? "");
  const zeros = Array<string>(Math.max(0, GROUPS - first.length - last.length)).fill("0");
  return `${[...first, ...zeros, ...last].slice(0, NETWORK_GROUPS).join(":")}::/64`;
}

function splitGroups(text: string): string[] {
  return text === "" ? [] : text.split(":");
}
