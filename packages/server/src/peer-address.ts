import { isIPv6, SocketAddress } from "node:net";

const IPV4_MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Writes the address of a peer as the contract does: an IPv4 address that is mapped into IPv6 as IPv4 [C-50]. */
export function formatPeerAddress(address: string | undefined): string {
  return address?.replace(IPV4_MAPPED, "") ?? "0.0.0.0";
}

/**
 * Writes an address from a person or a proxy as {@link formatPeerAddress} writes one from the system: the same address
 * becomes the same text.
 */
export function normalizeAddress(address: string): string {
  return isIPv6(address) ? formatPeerAddress(new SocketAddress({ address, family: "ipv6" }).address) : address;
}

/** Joins an address and a port as a URL does; port 0 is none that is known. */
export function joinPort(ip: string, port: number): string {
  if (port === 0) return ip;
  return isIPv6(ip) ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** Number of groups of an IPv6 address, and of its network part. A subscriber chooses the rest freely. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;
const BITS_OF_GROUP = 16;

/** Returns the IPv4 address, or the /64 network of an IPv6 address: a peer can't easily get many of these. */
export function networkOf(ip: string): string {
  // Most are IPv4, and to look whether it is IPv6 takes long.
  if (!ip.includes(":") || !isIPv6(ip)) return ip;
  return `${groupsOf(ip).slice(0, NETWORK_GROUPS).join(":")}::/64`;
}

/** Returns an address with each bit behind the first `prefix` ones cleared: the same network becomes the same text. */
export function clearHostBits(ip: string, prefix: number): string {
  if (!isIPv6(ip)) return clearBits(ip.split("."), prefix, { bits: 8, radix: 10 }).join(".");
  return normalizeAddress(clearBits(groupsOf(ip), prefix, { bits: BITS_OF_GROUP, radix: 16 }).join(":"));
}

function clearBits(
  groups: readonly string[],
  prefix: number,
  { bits, radix }: Record<"bits" | "radix", number>,
): string[] {
  return groups.map((group, index) => {
    const cleared = bits - Math.min(bits, Math.max(0, prefix - index * bits));
    return ((Number.parseInt(group, radix) >> cleared) << cleared).toString(radix);
  });
}

/** Lists the eight groups of an IPv6 address. */
function groupsOf(ip: string): string[] {
  const [head = "", tail] = ip
    .replace(/%.*$/, "")
    .replace(
      /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
      (_, ...bytes) => `${joinBytes(bytes[0], bytes[1])}:${joinBytes(bytes[2], bytes[3])}`,
    )
    .split("::");
  const first = splitGroups(head);
  const last = splitGroups(tail ?? "");
  const zeros = Array<string>(Math.max(0, GROUPS - first.length - last.length)).fill("0");
  return [...first, ...zeros, ...last];
}

function joinBytes(high: string, low: string): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

function splitGroups(text: string): string[] {
  return text === "" ? [] : text.split(":");
}
