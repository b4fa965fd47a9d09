import fc from "fast-check";
import { expect, it } from "vitest";
import { dueAt } from "./delay-line.ts";

it("writes at once when nothing is wrong", () => {
  expect(dueAt({}, 12.5)).toBe(12.5);
});

it("adds the delay to everything", () => {
  expect(dueAt({ delayMs: 20 }, 12.5)).toBe(32.5);
});

it("holds back what falls into a stall until the stall is over", () => {
  const faults = { stall: { everyMs: 1_000, forMs: 100 } };
  expect(dueAt(faults, 3_000)).toBe(3_100);
  expect(dueAt(faults, 3_099)).toBe(3_100);
  expect(dueAt(faults, 3_100)).toBe(3_100);
  expect(dueAt(faults, 3_999)).toBe(3_999);
});

it("lets a stall take what was delayed into it", () => {
  const faults = { delayMs: 20, stall: { everyMs: 1_000, forMs: 100 } };
  expect(dueAt(faults, 2_990)).toBe(3_100);
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
        const faults = { delayMs, stall: { everyMs: 500, forMs } };
        expect(dueAt(faults, Math.min(a, b))).toBeLessThanOrEqual(dueAt(faults, Math.max(a, b)));
      },
    ),
  );
});
