import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { TargetError } from "./target-server.ts";

/** An address as the resolver gives it. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Networks that are nobody's on the internet: this machine, a home, an office, a class. */
const privateNetworks = new BlockList();
privateNetworks.addSubnet("127.0.0.0", 8, "ipv4");
privateNetworks.addSubnet("10.0.0.0", 8, "ipv4");
privateNetworks.addSubnet("172.16.0.0", 12, "ipv4");
privateNetworks.addSubnet("192.168.0.0", 16, "ipv4");
privateNetworks.addSubnet("169.254.0.0", 16, "ipv4");
privateNetworks.addAddress("::1", "ipv6");
privateNetworks.addSubnet("fc00::", 7, "ipv6");
privateNetworks.addSubnet("fe80::", 10, "ipv6");

/** Addresses on which a server listens to everywhere: as a target they are this machine. */
const UNSPECIFIED: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** Returns true for an address of this machine or of a private network. */
export function isPrivateAddress(address: string): boolean {
  const [withoutZone = ""] = address.split("%");
  return privateNetworks.check(withoutZone, isIP(withoutZone) === 6 ? "ipv6" : "ipv4");
}

/**
 * Resolves a host once: connections go to the addresses that were judged, whatever the name means a moment later. IPv4 comes
 * first, since that is where chat servers listen.
 *
 * @throws {TargetError} when the name is unknown, or an address is on the internet and the user did not say that the server is theirs
 */
export async function resolveTarget(
  host: string,
  isOwnedByUser: boolean,
  resolve: (host: string) => Promise<readonly ResolvedAddress[]> = resolveAll,
): Promise<string[]> {
  const known = UNSPECIFIED[host] ?? host;
  const resolved = isIP(known) === 0 ? await resolveName(known, resolve) : [{ address: known, family: isIP(known) }];
  const stranger = resolved.find(({ address }) => !isPrivateAddress(address));
  if (stranger && !isOwnedByUser)
    throw new TargetError(explainStranger(host, stranger.address), { isWrongUsage: true });
  return resolved.toSorted((a, b) => a.family - b.family).map(({ address }) => address);
}

async function resolveName(host: string, resolve: typeof resolveAll): Promise<readonly ResolvedAddress[]> {
  const addresses = await resolve(host).catch((error: NodeJS.ErrnoException) => {
    throw new TargetError(`The host ${host} can't be found: ${error.code ?? error.message}.`);
  });
  if (addresses.length === 0) throw new TargetError(`The host ${host} has no address.`);
  return addresses;
}

function resolveAll(host: string): Promise<readonly ResolvedAddress[]> {
  return lookup(host, { all: true });
}

function explainStranger(host: string, address: string): string {
  const where = host === address ? address : `${host} is ${address}, which`;
  return `${where} is neither this machine nor in a private network. A load test of somebody else's server is an attack: give --i-own-this-server if it is yours.`;
}
