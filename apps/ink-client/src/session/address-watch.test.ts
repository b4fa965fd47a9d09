import { expect, it } from "vitest";
import { AddressWatch } from "./address-watch.ts";

it("tells once when a name writes from another address, however it is spelled", () => {
  const watch = new AddressWatch();
  expect(watch.note({ name: "Bob", ip: "10.0.0.5" })).toBeNull();
  expect(watch.note({ name: "Cleo", ip: "10.0.0.6" })).toBeNull();
  expect(watch.note({ name: "Bob", ip: "10.0.0.5" })).toBeNull();
  expect(watch.note({ name: "bob", ip: "10.0.0.7" })).toBe(
    "bob writes from another address now (10.0.0.7, before 10.0.0.5). It may be somebody else.",
  );
  expect(watch.note({ name: "Bob", ip: "10.0.0.7" })).toBeNull();
  expect(watch.note({ name: "Bob", ip: "10.0.0.5" })).toContain("before 10.0.0.7");
});

it("takes an address that is not told for none", () => {
  const watch = new AddressWatch();
  watch.note({ name: "Bob", ip: "10.0.0.5" });
  expect(watch.note({ name: "Bob", ip: "" })).toBeNull();
  expect(watch.note({ name: "Bob", ip: "10.0.0.5" })).toBeNull();
});

it("forgets who wrote long ago", () => {
  const watch = new AddressWatch();
  watch.note({ name: "Bob", ip: "10.0.0.5" });
  for (let index = 0; index < 1_000; index++) watch.note({ name: `crowd${index}`, ip: "10.0.0.6" });
  expect(watch.note({ name: "Bob", ip: "10.0.0.7" })).toBeNull();
  expect(watch.note({ name: "crowd999", ip: "10.0.0.7" })).not.toBeNull();
});
