import { expect, it } from "vitest";
import { StreamAccounts } from "./stream-accounts.ts";
import { emptyTotals } from "./stream-totals.ts";

it("keeps streams apart", () => {
  const accounts = new StreamAccounts<string>();
  for (const key of ["Ada", "Bob", "Ada"]) accounts.record(key, 0);
  expect(accounts.get("Ada")).toMatchObject({ inOrder: 1, duplicated: 1 });
  expect(accounts.get("Bob")).toMatchObject({ inOrder: 1, duplicated: 0 });
  expect(accounts.get("Carla")).toBeUndefined();
});

it("sums up all streams, those of which nothing arrived and those that nobody sent as well", () => {
  const accounts = new StreamAccounts<string>();
  for (const number of [0, 2, 1, 1]) accounts.record("Ada", number);
  accounts.record("Bob", 7, 1);
  accounts.record("Mallory", 0);
  accounts.corrupted += 2;
  const sent = new Map([
    ["Ada", 4],
    ["Bob", 1],
    ["Carla", 3],
  ]);
  expect(accounts.totals(sent)).toEqual({
    sent: 8,
    delivered: 3,
    inOrder: 2,
    outOfOrder: 1,
    lost: 5,
    duplicated: 1,
    tooOld: 0,
    unknown: 2,
    corrupted: 2,
  });
  expect(new StreamAccounts().totals(new Map())).toEqual(emptyTotals());
});

it("bounds the memory of each stream", () => {
  const accounts = new StreamAccounts<string>({ maxGaps: 1 });
  for (const number of [1, 3, 0]) accounts.record("Ada", number);
  expect(accounts.get("Ada")?.tooOld).toBe(1);
});
