import { expect, it } from "vitest";
import { formatPeerAddress } from "./peer-address.ts";

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
