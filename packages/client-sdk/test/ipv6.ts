import { networkInterfaces } from "node:os";

/** True when this machine has an IPv6 loopback: some containers have none. */
export const hasIPv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);

if (!hasIPv6) console.warn("Connections over IPv6 are not tested: this machine has no ::1.");
