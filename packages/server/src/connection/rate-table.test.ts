import { expect, it } from "vitest";
import { RateTable } from "./rate-table.ts";

/** Opens a row of one rate at time 0. */
function openRow(perSecond: number, burst: number) {
  const table = new RateTable([{ perSecond, burst }]);
  const row = table.open(0);
  return {
    take(tokens: number): void {
      for (let taken = 0; taken < tokens; taken++) table.take(row, 0, 1);
    },
    isDryAt(now: number): boolean {
      table.fill(row, now);
      return table.isAnyDry(row);
    },
    waitMs: () => table.waitMs(row),
  };
}

it.each([
  { taken: 9, isDry: false },
  { taken: 10, isDry: true },
  { taken: 11, isDry: true },
])("is dry after $taken of a burst of 10: $isDry", ({ taken, isDry }) => {
  const rates = openRow(10, 10);
  rates.take(taken);
  expect(rates.isDryAt(0)).toBe(isDry);
});

it("has a token again once the time for one is over", () => {
  const rates = openRow(10, 1);
  rates.take(1);
  expect([60, 99, 100].map((now) => rates.isDryAt(now))).toEqual([true, true, false]);
});

it("is dry until a debt is paid", () => {
  const rates = openRow(1_000, 100);
  rates.take(5_100);
  expect([5_000, 5_001].map((now) => rates.isDryAt(now))).toEqual([true, false]);
});

it("never holds more than the burst, however long it rests", () => {
  const rates = openRow(10, 5);
  rates.take(5);
  expect(rates.isDryAt(1_000_000)).toBe(false);
  rates.take(4);
  expect(rates.isDryAt(1_000_000)).toBe(false);
  rates.take(1);
  expect(rates.isDryAt(1_000_000)).toBe(true);
});

it("keeps its rate over a long time, whatever the steps", () => {
  const rates = openRow(100, 20);
  let taken = 0;
  for (let now = 0; now <= 10_000; now += 7) {
    while (!rates.isDryAt(now)) {
      rates.take(1);
      taken += 1;
    }
  }
  expect(taken).toBeGreaterThanOrEqual(1_018);
  expect(taken).toBeLessThanOrEqual(1_020);
});

it("has no more than the burst at once after a rest, either", () => {
  const rates = openRow(10, 5);
  expect(rates.isDryAt(60_000)).toBe(false);
  rates.take(5);
  expect(rates.isDryAt(60_000)).toBe(true);
});

it("never runs dry when its rates are 0", () => {
  const rates = openRow(0, 1);
  rates.take(1_000_000);
  expect(rates.isDryAt(1)).toBe(false);
});

it("returns the time until a debt is paid", () => {
  const rates = openRow(1_000, 100);
  rates.take(99);
  expect(rates.waitMs()).toBe(0);
  rates.take(51);
  expect(rates.waitMs()).toBe(51);
});

it("counts each rate for itself", () => {
  const table = new RateTable([
    { perSecond: 0, burst: 1 },
    { perSecond: 1, burst: 100 },
    { perSecond: 1, burst: 2 },
  ]);
  const row = table.open(0);
  const dry = () => [table.isDry(row, 0), table.isDry(row, 1), table.isDry(row, 2), table.isAnyDry(row)];
  table.take(row, 0, 1);
  table.take(row, 1, 99);
  table.take(row, 2, 1);
  expect(dry()).toEqual([false, false, false, false]);
  table.take(row, 1, 1);
  expect(dry()).toEqual([false, true, false, true]);
  table.take(row, 2, 1);
  expect(dry()).toEqual([false, true, true, true]);
});

it("keeps rows apart while it grows, and opens a closed row anew with full buckets", () => {
  const table = new RateTable([{ perSecond: 1, burst: 1 }]);
  const rows = Array.from({ length: 300 }, () => table.open(0));
  expect(new Set(rows).size).toBe(300);
  for (const [index, row] of rows.entries()) if (index % 2 === 0) table.take(row, 0, 1);
  expect(rows.map((row) => table.isAnyDry(row))).toEqual(rows.map((_row, index) => index % 2 === 0));
  const [first] = rows as [number];
  table.close(first);
  const reopened = table.open(0);
  expect(reopened).toBe(first);
  expect(table.isAnyDry(reopened)).toBe(false);
});
