import { NO_COUNTS } from "@chat/testing/quiet-connection";
import { expect, it } from "vitest";
import { TroubleKind } from "../dispatch/trouble.ts";
import { Counter, CounterTable } from "./counter-table.ts";

function setUp() {
  const table = new CounterTable();
  return { table, row: table.open(1_000) };
}

it("begins at nothing", () => {
  const { table, row } = setUp();
  expect(table.read(row, 1_500)).toEqual({ ...NO_COUNTS, ageMs: 500, isFramed: false });
});

it("adds up each counter for itself", () => {
  const { table, row } = setUp();
  table.add(row, Counter.BytesIn, 100);
  table.add(row, Counter.BytesIn, 20);
  table.add(row, Counter.MessagesOut, 3);
  expect(table.read(row, 1_000)).toMatchObject({ bytesIn: 120, messagesOut: 3, messagesIn: 0, bytesOut: 0 });
});

it("counts refused messages by kind", () => {
  const { table, row } = setUp();
  const kinds = [TroubleKind.StrayText, TroubleKind.UnknownUser, TroubleKind.StrayText];
  expect(kinds.map((kind) => table.countRefused(row, kind))).toEqual([1, 1, 2]);
  expect(table.read(row, 1_000).refused).toEqual({ "stray-text": 2, "unknown-user": 1 });
});

it("has a place for every kind of trouble", () => {
  const { table, row } = setUp();
  for (const kind of Object.values(TroubleKind)) table.countRefused(row, kind);
  const expected = Object.fromEntries(Object.values(TroubleKind).map((kind) => [kind, 1]));
  expect(table.read(row, 1_000).refused).toEqual(expected);
});

it("counts messages that are refused one after the other, and begins anew behind one that is accepted", () => {
  const { table, row } = setUp();
  const take = (isRefused: boolean): number => {
    table.add(row, Counter.MessagesIn, 1);
    if (isRefused) table.countRefused(row, TroubleKind.NotAMessage);
    return table.refusedInARow(row);
  };
  expect([true, true, false, true, true, true, false, false].map(take)).toEqual([1, 2, 0, 1, 2, 3, 0, 0]);
});

it("adds up the times in which a connection is slowed down, the present one included", () => {
  const { table, row } = setUp();
  const changes: readonly [isSlowed: boolean, now: number][] = [
    [false, 1_000],
    [true, 2_000],
    [true, 2_500],
    [false, 3_000],
    [false, 9_000],
    [true, 10_000],
  ];
  for (const [isSlowed, now] of changes) table.noteSlowed(row, isSlowed, now);
  expect(table.read(row, 10_250)).toMatchObject({ slowedMs: 1_250, isSlowed: true });
});

it("keeps rows apart while it grows, and opens a closed row anew", () => {
  const table = new CounterTable();
  const rows = Array.from({ length: 300 }, (_, index) => table.open(index));
  for (const [index, row] of rows.entries()) table.add(row, Counter.BytesIn, index);
  expect(rows.map((row) => table.read(row, 300).bytesIn)).toEqual(rows.map((_row, index) => index));
  const last = rows.at(-1) as number;
  table.countRefused(last, TroubleKind.TooLarge);
  table.close(last);
  expect(table.open(400)).toBe(last);
  expect(table.read(last, 400)).toMatchObject({ ageMs: 0, bytesIn: 0, refused: {}, refusedInARow: 0 });
});
