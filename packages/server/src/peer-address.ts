const IPV4_MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Writes the address of a peer the way the contract does: IPv4 addresses that IPv6 has mapped as IPv4 [C-50]. */
export function formatPeerAddress(address: string | undefined): string {
  return address?.replace(IPV4_MAPPED, "") ?? "0.0.0.0";
}
