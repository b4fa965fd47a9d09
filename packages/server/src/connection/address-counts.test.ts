import { expect, it } from "vitest";
import { AddressCounts } from "./address-counts.ts";

it("counts an address over all event loops, up to the limit", () => {
  const counts = new AddressCounts<number>(2);
  expect([counts.add(1, 1, "10.0.0.1"), counts.add(2, 1, "10.0.0.1"), counts.add(1, 2, "10.0.0.1")]).toEqual([
    true,
    true,
    false,
  ]);
  expect(counts.add(1, 3, "10.0.0.2")).toBe(true);
});

it("admits a connection again for one that has gone, and none for one that was never counted", () => {
  const counts = new AddressCounts<number>(1);
  counts.add(1, 1, "10.0.0.1");
  counts.add(2, 5, "10.0.0.1");
  counts.delete(2, 5);
  expect(counts.add(2, 6, "10.0.0.1")).toBe(false);
  counts.delete(1, 1);
  counts.delete(1, 1);
  expect([counts.add(2, 7, "10.0.0.1"), counts.add(2, 8, "10.0.0.1")]).toEqual([true, false]);
});

it("removes all connections of an event loop at once", () => {
  const counts = new AddressCounts<number>(2);
  counts.add(1, 1, "10.0.0.1");
  counts.add(1, 2, "10.0.0.1");
  counts.forget(1);
  expect([counts.add(2, 1, "10.0.0.1"), counts.add(2, 2, "10.0.0.1")]).toEqual([true, true]);
});

it("has no limit at 0", () => {
  const counts = new AddressCounts<number>(0);
  for (let connection = 0; connection < 1_000; connection++) expect(counts.add(1, connection, "10.0.0.1")).toBe(true);
});
