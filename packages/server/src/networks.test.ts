import { describe, expect, it } from "vitest";
import { isNetwork, Networks, normalizeNetwork } from "./networks.ts";

describe("Networks", () => {
  it.each([
    ["10.0.0.7", ["10.0.0.7"], ["10.0.0.8", "::1"]],
    ["10.0.0.7/8", ["10.0.0.0", "10.255.255.255"], ["11.0.0.0"]],
    ["0.0.0.0/0", ["1.2.3.4"], ["::1"]],
    ["::/0", ["::1", "2001:db8::1"], []],
    ["2001:db8::/32", ["2001:db8:ffff::1"], ["2001:db9::1", "10.0.0.7"]],
    ["fe80::/10", ["fe80::1%eth0"], ["::1"]],
    ["::ffff:10.0.0.7", ["10.0.0.7"], ["10.0.0.8"]],
    ["::ffff:10.0.0.0/104", ["10.0.0.7"], ["11.0.0.7"]],
    ["::ffff:a00:0/104", ["10.0.0.7"], ["11.0.0.7"]],
  ])("takes %s for these and no others", (network, inside, outside) => {
    const networks = new Networks(["192.0.2.1", network], "trustedProxies");
    for (const ip of inside) expect(networks.has(ip), ip).toBe(true);
    expect(isNetwork(network)).toBe(true);
    for (const ip of outside) expect(networks.has(ip), ip).toBe(false);
    expect(networks.has("192.0.2.1")).toBe(true);
  });

  it("has none by default", () => {
    expect(new Networks([], "trustedProxies").has("127.0.0.1")).toBe(false);
  });

  it.each([
    "",
    " ",
    "10.0.0",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/a",
    "2001:db8::/129",
    "::ffff:10.0.0.0/95",
    "fe80::1%eth0",
    "proxy.example.org",
    "10.0.0.1,10.0.0.2",
  ])("refuses %j, and says what, where and how", (network) => {
    expect(isNetwork(network)).toBe(false);
    expect(() => new Networks(["10.0.0.7", network], "trustedProxies")).toThrow(
      new RangeError(
        `trustedProxies[1] is ${JSON.stringify(network)}: it has to be an address or a network, such as "10.0.0.7", "10.0.0.0/8" or "2001:db8::/32".`,
      ),
    );
  });
});

it.each([
  ["10.0.0.7", ["10.0.0.7/32", "::ffff:10.0.0.7", "::FFFF:a00:7/128"]],
  ["10.0.0.0/8", ["::ffff:10.0.0.0/104", "10.9.9.9/8"]],
  ["10.128.0.0/9", ["10.200.1.2/9"]],
  ["0.0.0.0/0", ["192.0.2.1/0"]],
  ["2001:db8::/64", ["2001:DB8::5", "2001:db8:0:0:5::/128", "2001:db8:0:0::/64"]],
  ["2001:db8::/32", ["2001:db8:0::/32", "2001:db8:1:2:3::/32"]],
  ["2001:db8:8000::/33", ["2001:db8:ffff::1/33"]],
  ["64:ff9b::c000:200/120", ["64:ff9b::192.0.2.1/120"]],
])("writes %s in one way", (normal, others) => {
  for (const network of [normal, ...others]) expect(normalizeNetwork(network)).toBe(normal);
  expect(normalizeNetwork("10.0.0")).toBeNull();
});
