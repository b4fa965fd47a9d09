import { expect, it } from "vitest";
import { resolveLimits } from "../limits.ts";
import { RateTable } from "./rate-table.ts";

type Given = Parameters<typeof resolveLimits>[0];

function createTable(given: Given): RateTable {
  return new RateTable(resolveLimits({ messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0, ...given }));
}

/** A table with one row, opened at time 0, that limits messages alone. */
function limitMessages(messagesPerSecond: number, messageBurst: number) {
  const table = createTable({ messagesPerSecond, messageBurst });
  const row = table.open(0);
  return {
    take(messages: number): void {
      for (let taken = 0; taken < messages; taken++) table.takeMessages(row, 1);
    },
    isDryAt(now: number): boolean {
      table.fill(row, now);
      return table.isExhausted(row);
    },
  };
}

it.each([
  { taken: 9, isDry: false },
  { taken: 10, isDry: true },
  { taken: 11, isDry: true },
])("is exhausted after $taken of a burst of 10: $isDry", ({ taken, isDry }) => {
  const rates = limitMessages(10, 10);
  rates.take(taken);
  expect(rates.isDryAt(0)).toBe(isDry);
});

it("has a token again once the time for one is over", () => {
  const rates = limitMessages(10, 1);
  rates.take(1);
  expect([60, 99, 100].map((now) => rates.isDryAt(now))).toEqual([true, true, false]);
});

it("lets a debt be waited for", () => {
  const rates = limitMessages(1_000, 100);
  rates.take(5_100);
  expect([5_000, 5_001].map((now) => rates.isDryAt(now))).toEqual([true, false]);
});

it("never holds more than the burst, however long it rests", () => {
  const rates = limitMessages(10, 5);
  rates.take(5);
  expect(rates.isDryAt(1_000_000)).toBe(false);
  rates.take(4);
  expect(rates.isDryAt(1_000_000)).toBe(false);
  rates.take(1);
  expect(rates.isDryAt(1_000_000)).toBe(true);
});

it("gives over a long time what its rate says, whatever the steps", () => {
  const rates = limitMessages(100, 20);
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

it("gives no more than the burst at once after a rest, either", () => {
  const rates = limitMessages(10, 5);
  expect(rates.isDryAt(60_000)).toBe(false);
  rates.take(5);
  expect(rates.isDryAt(60_000)).toBe(true);
});

it("never runs dry when its rates are 0", () => {
  const rates = limitMessages(0, 1);
  rates.take(1_000_000);
  expect(rates.isDryAt(1)).toBe(false);
});

it("counts messages, bytes and shouts for themselves", () => {
  const table = createTable({ bytesPerSecond: 1, byteBurst: 100, shoutsPerSecond: 1, shoutBurst: 2 });
  const row = table.open(0);
  table.takeMessages(row, 1);
  table.takeBytes(row, 99);
  table.takeShout(row);
  expect([table.isExhausted(row), table.isShoutingTooFast(row)]).toEqual([false, false]);
  table.takeBytes(row, 1);
  expect([table.isExhausted(row), table.isShoutingTooFast(row)]).toEqual([true, false]);
  table.takeShout(row);
  expect([table.isExhausted(row), table.isShoutingTooFast(row)]).toEqual([true, true]);
});

it("keeps rows apart while it grows, and gives a row that was closed to somebody else, with full buckets", () => {
  const table = createTable({ messagesPerSecond: 1, messageBurst: 1 });
  const rows = Array.from({ length: 300 }, () => table.open(0));
  expect(new Set(rows).size).toBe(300);
  for (const [index, row] of rows.entries()) if (index % 2 === 0) table.takeMessages(row, 1);
  expect(rows.map((row) => table.isExhausted(row))).toEqual(rows.map((_row, index) => index % 2 === 0));
  const [first] = rows as [number];
  table.close(first);
  const reopened = table.open(0);
  expect(reopened).toBe(first);
  expect(table.isExhausted(reopened)).toBe(false);
});
