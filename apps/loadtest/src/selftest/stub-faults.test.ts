import { expect, it } from "vitest";
import type { StubFaults } from "./stub-faults.ts";
import { Fate, findFate } from "./stub-faults.ts";

function countFates(faults: StubFaults, deliveries: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let delivery = 0; delivery < deliveries; delivery++) {
    const fate = findFate(faults, delivery);
    counts[fate] = (counts[fate] ?? 0) + 1;
  }
  return counts;
}

it("lets every message through when nothing is wrong", () => {
  expect(countFates({}, 1_000)).toEqual({ [Fate.Whole]: 1_000 });
});

it("keeps each share exactly, all faults at once", () => {
  const faults = { dropOneIn: 100, duplicateOneIn: 200, swapOneIn: 1_000, corruptOneIn: 500 };
  expect(countFates(faults, 10_000)).toEqual({
    [Fate.Whole]: 9_820,
    [Fate.Dropped]: 100,
    [Fate.Duplicated]: 50,
    [Fate.Swapped]: 10,
    [Fate.Corrupted]: 20,
  });
});
