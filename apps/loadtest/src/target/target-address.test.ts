import { describe, expect, it } from "vitest";
import { isPrivateAddress, resolveTarget } from "./target-address.ts";

describe("an address", () => {
  it.each([
    "127.0.0.1",
    "127.200.3.4",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.1.5",
    "169.254.10.10",
    "::1",
    "fd12:3456::1",
    "fe80::1%eth0",
    "::ffff:192.168.1.5",
  ])("%s is private", (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(["8.8.8.8", "172.32.0.1", "192.169.0.1", "100.64.0.1", "2001:db8::1", "::ffff:8.8.8.8", "11.0.0.1"])(
    "%s is not",
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

describe("a target", () => {
  const resolvesTo =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

  it("is the address that its name resolved to, IPv4 first", async () => {
    expect(await resolveTarget("chat.lan", false, resolvesTo("fd00::5", "192.168.1.5"))).toEqual([
      "192.168.1.5",
      "fd00::5",
    ]);
  });

  it("is not looked up when it is an address", async () => {
    const never = () => Promise.reject(new Error("was looked up"));
    expect(await resolveTarget("10.0.0.7", false, never)).toEqual(["10.0.0.7"]);
  });

  it.each([
    ["0.0.0.0", "127.0.0.1"],
    ["::", "::1"],
  ])("is this machine when it is %s", async (host, address) => {
    expect(await resolveTarget(host, false)).toEqual([address]);
  });

  it("is refused when any of its addresses is on the internet", async () => {
    await expect(resolveTarget("chat.example", false, resolvesTo("10.0.0.1", "93.184.215.14"))).rejects.toThrow(
      "chat.example is 93.184.215.14, which is neither this machine nor in a private network.",
    );
    await expect(resolveTarget("8.8.8.8", false)).rejects.toThrow("--i-own-this-server");
  });

  it("is taken anyway when the user owns it", async () => {
    expect(await resolveTarget("chat.example", true, resolvesTo("93.184.215.14"))).toEqual(["93.184.215.14"]);
  });

  it("has to exist", async () => {
    const unknown = () => Promise.reject(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }));
    await expect(resolveTarget("nowhere.lan", false, unknown)).rejects.toThrow(
      "The host nowhere.lan can't be found: ENOTFOUND.",
    );
    await expect(resolveTarget("empty.lan", false, resolvesTo())).rejects.toThrow("The host empty.lan has no address.");
  });
});
