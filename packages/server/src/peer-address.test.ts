import { expect, it } from "vitest";
import { formatPeerAddress, networkOf, normalizeAddress } from "./peer-address.ts";

it.each([
  ["192.168.1.7", "192.168.1.7"],
  ["::ffff:192.168.1.7", "192.168.1.7"],
  ["::FFFF:10.0.0.1", "10.0.0.1"],
  ["::1", "::1"],
  ["fe80::1%eth0", "fe80::1%eth0"],
  ["::ffff:c0a8:107", "::ffff:c0a8:107"],
  ["2001:db8::ffff:10.0.0.1", "2001:db8::ffff:10.0.0.1"],
])("writes %s as %s [C-50]", (address, expected) => {
  expect(formatPeerAddress(address)).toBe(expected);
});

it("writes the address of a peer that is gone already as 0.0.0.0", () => {
  expect(formatPeerAddress(undefined)).toBe("0.0.0.0");
});

it.each([
  ["10.0.0.7", "10.0.0.7"],
  ["2001:0DB8:0:0::0007", "2001:db8::7"],
  ["::ffff:a00:7", "10.0.0.7"],
  ["nobody", "nobody"],
])("writes %s, however it was spelled, as %s", (address, expected) => {
  expect(normalizeAddress(address)).toBe(expected);
});

it.each([
  ["192.168.1.7", "192.168.1.7"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8::7", "2001:db8:0:0::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::2:3:4:5:6", "2001:db8:0:2::/64"],
  ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::10.0.0.7", "64:ff9b:0:0::/64"],
])("counts %s as one of %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
