import { networkOf } from "../peer-address.ts";

/** The connections of one address, out of those of a server. */
export interface AddressShare {
  /** The IPv4 address, or the IPv6 network of 64 bits. */
  readonly network: string;
  readonly connections: number;
  /** Those of them that have told no name. */
  readonly nameless: number;
}

const NONE: AddressShare = { network: "no address", connections: 0, nameless: 0 };

/** Finds the address that most connections come from. */
export function findLargestShare(
  connections: Iterable<{ readonly ip: string; readonly isNameless: boolean }>,
): AddressShare {
  const shares = new Map<string, AddressShare>();
  for (const { ip, isNameless } of connections) {
    const network = networkOf(ip);
    const share = shares.get(network) ?? { ...NONE, network };
    shares.set(network, {
      network,
      connections: share.connections + 1,
      nameless: share.nameless + (isNameless ? 1 : 0),
    });
  }
  return [...shares.values()].reduce((most, share) => (share.connections > most.connections ? share : most), NONE);
}
