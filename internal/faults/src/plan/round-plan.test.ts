import { expect, it } from "vitest";
import { FaultKind } from "./fault.ts";
import { drawPlan } from "./round-plan.ts";
import { SeededRandom } from "./seeded-random.ts";

function drawMany() {
  return Array.from({ length: 300 }, (_, round) => drawPlan(new SeededRandom(`1/${round}`), 3));
}

it("draws the same from the same seed", () => {
  expect(drawMany()).toEqual(drawMany());
});

it("draws every kind of fault, stops on both sides of ten seconds, and pairs on different nodes", () => {
  const plans = drawMany();
  const faults = plans.flatMap((plan) => plan.faults);
  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(Object.values(FaultKind)));
  const stops = faults.filter(({ kind }) => kind === FaultKind.NodeStopped);
  expect(stops.some(({ durationMs }) => durationMs > 10_000)).toBe(true);
  expect(stops.some(({ durationMs }) => durationMs < 10_000)).toBe(true);
  const pairs = plans.filter((plan) => plan.faults.length === 2);
  expect(pairs.length).toBeGreaterThan(50);
  for (const {
    faults: [first, second],
  } of pairs) {
    expect(second?.node).not.toBe(first?.node);
    expect(second?.beginsMs).toBeLessThan(first?.durationMs ?? 0);
  }
});

it("gives a branch the same whatever was drawn before", () => {
  const random = new SeededRandom("a");
  const before = random.branch("b").unit();
  random.unit();
  expect(random.branch("b").unit()).toBe(before);
  expect(random.branch("c").unit()).not.toBe(before);
});
