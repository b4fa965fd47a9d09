import { BlockList, isIPv4, isIPv6 } from "node:net";
import { clearHostBits, networkOf, normalizeAddress } from "./peer-address.ts";

/** A set of addresses and networks. */
export class Networks {
  readonly #networks = new BlockList();
  readonly #isEmpty: boolean;

  /**
   * @param networks - addresses and networks in CIDR notation: `10.0.0.7`, `10.0.0.0/8`, `2001:db8::/32`
   * @param option - the option that they were given in, for the error
   * @throws {RangeError} for a text that is neither; the message says which
   */
  constructor(networks: readonly string[], option: string) {
    this.#isEmpty = networks.length === 0;
    for (const [index, network] of networks.entries()) this.#add(network, `${option}[${index}]`);
  }

  /** Returns whether an address is one of them, or of one of the networks. */
  has(ip: string): boolean {
    if (this.#isEmpty) return false;
    return this.#networks.check(ip, isIPv4(ip) ? "ipv4" : "ipv6");
  }

  #add(network: string, place: string): void {
    const subnet = readNetwork(network);
    if (!subnet) {
      throw new RangeError(
        `${place} is ${JSON.stringify(network)}: it has to be an address or a network, such as "10.0.0.7", "10.0.0.0/8" or "2001:db8::/32".`,
      );
    }
    this.#networks.addSubnet(subnet.address, subnet.prefix, subnet.family);
  }
}

/** Returns whether a text is an address or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  return readNetwork(text) !== null;
}

/**
 * Writes an address or a network in one way: a network by its first address, IPv6 in its short form, one that is mapped as IPv4, an
 * IPv6 address as its network of 64 bits. Returns `null` for a text that is neither.
 */
export function normalizeNetwork(text: string): string | null {
  const subnet = readNetwork(text);
  if (!subnet) return null;
  const { address, prefix, family } = subnet;
  if (family === "ipv4" && prefix === 32) return address;
  if (prefix === 128) return normalizeNetwork(networkOf(address));
  return `${clearHostBits(address, prefix)}/${prefix}`;
}

interface Subnet {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

/** Number of bits in front of an IPv4 address that is mapped into IPv6. */
const MAPPED_BITS = 96;

function readNetwork(text: string): Subnet | null {
  const [, written = "", , bits] = /^([^/%]+)(\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = normalizeAddress(written);
  const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : null;
  if (!family) return null;
  const allBits = family === "ipv4" ? 32 : 128;
  const skippedBits = isIPv6(written) && family === "ipv4" ? MAPPED_BITS : 0;
  const prefix = bits === undefined ? allBits : Number(bits) - skippedBits;
  return prefix >= 0 && prefix <= allBits ? { address, prefix, family } : null;
}
