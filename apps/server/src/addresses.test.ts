import { expect, it } from "vitest";
import { findAddresses, joinPort } from "./addresses.ts";

it.each([
  ["0.0.0.0", "192.168.1.5", "127.0.0.1", "192.168.1.5"],
  ["::", "192.168.1.5", "127.0.0.1", "192.168.1.5"],
  ["0.0.0.0", "127.0.0.1", "127.0.0.1", null],
  ["127.0.0.1", "192.168.1.5", "127.0.0.1", null],
  ["::1", "192.168.1.5", "::1", null],
  ["10.0.0.7", "192.168.1.5", "10.0.0.7", "10.0.0.7"],
])("finds where a server on %s of the machine %s is reached", (host, networkAddress, onThisMachine, onTheNetwork) => {
  expect(findAddresses(host, networkAddress)).toEqual({ onThisMachine, onTheNetwork });
});

it("puts an IPv6 address in brackets before a port", () => {
  expect(joinPort("10.0.0.7", 1)).toBe("10.0.0.7:1");
  expect(joinPort("::1", 1)).toBe("[::1]:1");
});
