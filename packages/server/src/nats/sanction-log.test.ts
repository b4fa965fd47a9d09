import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ControlledFake, loopOf } from "../../test/controlled-fake.ts";
import { LoopControl } from "../control/loop-control.ts";
import { MAX_SANCTIONS, type Sanction } from "../control/sanctions.ts";
import { Malformed } from "./border.ts";
import { sanctionKey } from "./name-records.ts";
import { SanctionLog } from "./sanction-log.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

function ban(name: string, endsAt = 60_000): Sanction {
  return { kind: "ban", target: { name }, endsAt, reason: "", by: "Eve" };
}

function createLog(control = new LoopControl()) {
  const records = { put: vi.fn(async () => 1), delete: vi.fn(async () => true) };
  const dropped = vi.fn();
  const log = new SanctionLog(records, { control, dropped });
  const write = (revision: number, key: string, value: object | string | null) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    log.apply({ key, revision, value: value === null ? null : Buffer.from(text) });
  };
  return {
    log,
    control,
    records,
    dropped,
    write,
    show: (revision: number, sanction: Sanction) => write(revision, sanctionKey(sanction), sanction),
    names: () => control.sanctions.list().map(({ target }) => ("name" in target ? target.name : target.address)),
  };
}

it("imposes what the log shows, and disconnects whom it keeps out, once", async () => {
  const { log, control, show } = createLog();
  const [ada, bob] = [new ControlledFake("1", "Ada"), new ControlledFake("2", "Bob")];
  control.served = loopOf(ada, bob);
  show(1, ban("ADA"));
  expect(control.sanctions.banOfName("ada")).toEqual(ban("ADA"));
  expect(await log.hitsOf(ban("Ada"))).toBe(1);
  const again = new ControlledFake("3", "Ada");
  control.served = loopOf(again);
  show(2, ban("Ada", 70_000));
  expect(await log.hitsOf(ban("Ada"))).toBe(0);
  expect(control.sanctions.list()).toEqual([ban("Ada", 70_000)]);
  expect([ada, bob, again].map(({ isEnding }) => isEnding)).toEqual([true, false, false]);
});

it("lifts what is deleted, over or malformed", () => {
  const { show, write, names, dropped } = createLog();
  for (const name of ["Ada", "Bob", "Cleo", "Dan"]) show(1, ban(name));
  write(2, sanctionKey(ban("Ada")), null);
  show(3, ban("Bob", 0));
  write(4, sanctionKey(ban("Cleo")), "junk");
  expect(names()).toEqual(["Dan"]);
  expect(dropped.mock.calls).toEqual([[sanctionKey(ban("Cleo")), Malformed.Sanction]]);
});

it("visits nobody for a ban that is lifted before its turn, however often it comes back", async () => {
  const { log, control, show, write } = createLog();
  const perform = vi.spyOn(control, "perform");
  for (let round = 0; round < 100; round++) {
    show(2 * round, ban("Ada"));
    if (round === 99) show(2 * round + 1, ban("Ada", 0));
    else write(2 * round + 1, sanctionKey(ban("Ada")), null);
  }
  show(1_000, ban("Bob"));
  await log.hitsOf(ban("Bob"));
  expect(perform).toHaveBeenCalledOnce();
});

it("drops and counts records that are none, or of another key", () => {
  const { write, names, dropped } = createLog();
  const records: [string, object | string][] = [
    ["sanction.", ban("Ada")],
    ["sanction.junk", ban("Ada")],
    [sanctionKey(ban("Bob")), ban("Ada")],
    [sanctionKey(ban("Ada")), { ...ban("Ada"), kind: "mute" }],
    [sanctionKey(ban("Ada")), { ...ban("Ada"), reason: "x".repeat(1_000_000) }],
    [sanctionKey(ban("Ada")), { ...ban("Ada"), more: "x".repeat(5_000) }],
    [sanctionKey(ban("Ada")), "null"],
  ];
  for (const [index, [key, value]] of records.entries()) write(index, key, value);
  expect(names()).toEqual([]);
  expect(dropped.mock.calls).toEqual(records.map(([key]) => [key, Malformed.Sanction]));
});

it("has an end to the number of sanctions, and room again when the record of one is deleted", () => {
  const { show, write, control, dropped } = createLog();
  for (let index = 0; index < 5 * MAX_SANCTIONS; index++) show(index, ban(`user ${index}`));
  expect(control.sanctions.list()).toHaveLength(MAX_SANCTIONS);
  expect(dropped).toHaveBeenCalledTimes(4 * MAX_SANCTIONS);
  expect(dropped).toHaveBeenLastCalledWith(expect.anything(), Malformed.SanctionCount);
  show(10_000, ban("user 1", 50_000));
  expect(dropped).toHaveBeenCalledTimes(4 * MAX_SANCTIONS);
  write(10_001, sanctionKey(ban("user 2")), null);
  show(10_002, ban("one more"));
  expect(control.sanctions.has(ban("one more"))).toBe(true);
});

it("deletes its part of the records that are over, by their revisions, until the log shows that they are gone", async () => {
  const { log, show, write, records, names } = createLog();
  for (const revision of [4, 5, 6]) show(revision, ban(`user ${revision}`, 1_000 * revision));
  vi.setSystemTime(5_000);
  await log.sweep((revision) => revision % 2 === 0);
  expect(records.delete.mock.calls).toEqual([[sanctionKey(ban("user 4")), 4]]);
  expect(names()).toEqual(["user 6"]);
  records.delete.mockRejectedValueOnce(new Error("timeout"));
  await log.sweep(() => true);
  write(7, sanctionKey(ban("user 4")), null);
  records.delete.mockClear();
  await log.sweep(() => true);
  expect(records.delete.mock.calls).toEqual([[sanctionKey(ban("user 5")), 5]]);
});

it("lifts, after the first reading, what an earlier session knew and the log has not", () => {
  const earlier = createLog();
  for (const name of ["Ada", "Bob"]) earlier.show(1, ban(name));
  const { log, show, names } = createLog(earlier.control);
  show(2, ban("Bob"));
  expect(names()).toEqual(["Ada", "Bob"]);
  log.endFirstReading();
  expect(names()).toEqual(["Bob"]);
});

it("writes a ban, and to lift it an end in the past", async () => {
  const { log, show, records } = createLog();
  expect(await log.write({ kind: "lift", sanction: ban("Ada") })).toBeNull();
  expect(await log.write({ kind: "impose", sanction: ban("Ada") })).toBe(1);
  show(1, ban("Ada"));
  await log.write({ kind: "lift", sanction: { kind: "ban", target: { name: "ada" } } });
  expect(records.put.mock.calls).toEqual([
    [sanctionKey(ban("Ada")), JSON.stringify(ban("Ada"))],
    [sanctionKey(ban("Ada")), JSON.stringify(ban("Ada", 0))],
  ]);
});
