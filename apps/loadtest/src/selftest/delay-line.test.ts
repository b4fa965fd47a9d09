import fc from "fast-check";
import { expect, it } from "vitest";
import { OutputSchedule } from "./delay-line.ts";

it("writes at once when nothing is wrong", () => {
  expect(new OutputSchedule({}).dueAt(12.5)).toBe(12.5);
});

it("adds the delay to everything", () => {
  expect(new OutputSchedule({ delayMs: 20 }).dueAt(12.5)).toBe(32.5);
});

it("holds back what falls into a stall until the stall is over", () => {
  const schedule = new OutputSchedule({ stall: { everyMs: 1_000, forMs: 100 } });
  expect(schedule.dueAt(3_000)).toBe(3_100);
  expect(schedule.dueAt(3_099)).toBe(3_100);
  expect(schedule.dueAt(3_100)).toBe(3_100);
  expect(schedule.dueAt(3_999)).toBe(3_999);
});

it("lets a stall take what was delayed into it", () => {
  const schedule = new OutputSchedule({ delayMs: 20, stall: { everyMs: 1_000, forMs: 100 } });
  expect(schedule.dueAt(2_990)).toBe(3_100);
});

it("keeps the order of reading", () => {
  const moment = fc.integer({ min: 0, max: 5_000 });
  fc.assert(
    fc.property(
      moment,
      moment,
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 400 }),
      (a, b, delayMs, forMs) => {
        const schedule = new OutputSchedule({ delayMs, stall: { everyMs: 500, forMs } });
        expect(schedule.dueAt(Math.min(a, b))).toBeLessThanOrEqual(schedule.dueAt(Math.max(a, b)));
      },
    ),
  );
});
