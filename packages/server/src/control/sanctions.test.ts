import { expect, it } from "vitest";
import { MAX_SANCTIONS, type Sanction, Sanctions, type SanctionTarget } from "./sanctions.ts";

function createSanctions() {
  const clock = { now: 0 };
  return { clock, sanctions: new Sanctions(() => clock.now) };
}

function sanction(kind: Sanction["kind"], target: SanctionTarget, endsAt = 1_000): Sanction {
  return { kind, target, endsAt, reason: "", by: "Eve" };
}

it("finds bans and mutes by the name in any spelling, each for itself", () => {
  const { sanctions } = createSanctions();
  const [ban, mute] = [sanction("ban", { name: "Straße" }), sanction("mute", { name: "Bob" })];
  for (const each of [ban, mute]) sanctions.add(each);
  expect([sanctions.banOfName("strasse"), sanctions.muteOf("strasse")]).toEqual([ban, null]);
  expect([sanctions.banOfName("bob"), sanctions.muteOf("bob")]).toEqual([null, mute]);
  expect(sanctions.has({ kind: "ban", target: { name: "STRASSE" } })).toBe(true);
});

it("finds the ban of an address, and of each network that it belongs to", () => {
  const { sanctions } = createSanctions();
  const [address, network] = [sanction("ban", { address: "10.0.0.7" }), sanction("ban", { address: "10.0.0.0/8" })];
  sanctions.add(address);
  expect([sanctions.banOfAddress("10.0.0.7"), sanctions.banOfAddress("10.0.0.8")]).toEqual([address, null]);
  sanctions.add(network);
  sanctions.add(sanction("ban", { address: "2001:db8:0:1::/64" }));
  expect(sanctions.banOfAddress("10.9.9.9")).toBe(network);
  expect(sanctions.banOfAddress("2001:db8:0:1:5::6")).not.toBeNull();
  expect(sanctions.banOfAddress("2001:db8:0:2::")).toBeNull();
  sanctions.delete(address);
  expect(sanctions.banOfAddress("10.0.0.7")).toBe(network);
});

it("ends each at its time, whether or not it is deleted yet", () => {
  const { clock, sanctions } = createSanctions();
  const [short, long] = [sanction("ban", { name: "Ada" }, 1_000), sanction("ban", { address: "10.0.0.7" }, 2_000)];
  sanctions.add(short);
  sanctions.add(long);
  clock.now = 999;
  expect([sanctions.has(short), sanctions.banOfName("ada")]).toEqual([true, short]);
  clock.now = 1_000;
  expect([sanctions.has(short), sanctions.banOfName("ada")]).toEqual([false, null]);
  expect(sanctions.list()).toEqual([long]);
  clock.now = 2_000;
  expect([sanctions.banOfAddress("10.0.0.7"), sanctions.list()]).toEqual([null, []]);
});

it("replaces one of the same kind and target, and lists them in the order in which they began", () => {
  const { sanctions } = createSanctions();
  const [first, second] = [sanction("ban", { name: "Ada" }), sanction("ban", { name: "Bob" })];
  sanctions.add(first);
  sanctions.add(second);
  const longer = sanction("ban", { name: "ADA" }, 5_000);
  sanctions.add(longer);
  expect(sanctions.list()).toEqual([longer, second]);
});

it("is full at its limit, and no more when one is over", () => {
  const { clock, sanctions } = createSanctions();
  for (let index = 0; index < MAX_SANCTIONS; index++) {
    expect(sanctions.isFull).toBe(false);
    sanctions.add(sanction("ban", { name: `user ${index}` }, index === 0 ? 1_000 : 2_000));
  }
  expect(sanctions.isFull).toBe(true);
  clock.now = 1_000;
  expect(sanctions.isFull).toBe(false);
});
