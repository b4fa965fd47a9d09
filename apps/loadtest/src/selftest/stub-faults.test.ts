import { expect, it } from "vitest";
import type { StubFaults } from "./stub-faults.ts";
import { chooseFault, Fault } from "./stub-faults.ts";

function countFaults(faults: StubFaults, deliveries: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let delivery = 0; delivery < deliveries; delivery++) {
    const fault = chooseFault(faults, delivery);
    counts[fault] = (counts[fault] ?? 0) + 1;
  }
  return counts;
}

it("lets every message through when nothing is wrong", () => {
  expect(countFaults({}, 1_000)).toEqual({ [Fault.Whole]: 1_000 });
});

it("keeps each share exactly, all faults at once", () => {
  const faults = { dropOneIn: 100, duplicateOneIn: 200, swapOneIn: 1_000, corruptOneIn: 500 };
  expect(countFaults(faults, 10_000)).toEqual({
    [Fault.Whole]: 9_820,
    [Fault.Dropped]: 100,
    [Fault.Duplicated]: 50,
    [Fault.Swapped]: 10,
    [Fault.Corrupted]: 20,
  });
});
