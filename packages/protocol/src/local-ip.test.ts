import { afterEach, describe, expect, it, vi } from "vitest";
import { getLocalIp } from "./local-ip.ts";

const loopback = { family: "IPv4", internal: true, address: "127.0.0.1" };
const ipv6 = { family: "IPv6", internal: false, address: "fe80::1" };
const ipv4 = { family: "IPv4", internal: false, address: "192.0.2.7" };
const other = { family: "IPv4", internal: false, address: "198.51.100.7" };

function stubInterfaces(interfaces: Record<string, unknown[]>): void {
  const getBuiltinModule = () => ({ networkInterfaces: () => interfaces });
  vi.stubGlobal("process", { getBuiltinModule });
}

describe("getLocalIp [C-6]", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("gives the first IPv4 address that others can reach", () => {
    stubInterfaces({ lo: [loopback], eth0: [ipv6, ipv4], eth1: [other] });
    expect(getLocalIp()).toBe("192.0.2.7");
  });

  it("gives the loopback address when there is none", () => {
    stubInterfaces({ lo: [loopback], eth0: [ipv6] });
    expect(getLocalIp()).toBe("127.0.0.1");
  });

  it("gives the loopback address where there is no list of interfaces", () => {
    vi.stubGlobal("process", undefined);
    expect(getLocalIp()).toBe("127.0.0.1");
  });

  it("gives an IPv4 address on this machine", () => {
    expect(getLocalIp()).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });
});
