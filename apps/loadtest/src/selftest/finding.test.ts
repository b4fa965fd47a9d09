import { expect, it } from "vitest";
import { compareCount, compareTime, compareWithin, Outcome } from "./finding.ts";

it("takes a count for right when it is exact", () => {
  expect(compareCount("lost", 60, 60).outcome).toBe(Outcome.Right);
  expect(compareCount("lost", 60, 59).outcome).toBe(Outcome.Wrong);
  expect(compareCount("lost", 60, 61).outcome).toBe(Outcome.Wrong);
});

it("takes a number within its share for right", () => {
  expect(compareWithin("clients", 2_000, 1_960, 0.02).outcome).toBe(Outcome.Right);
  expect(compareWithin("clients", 2_000, 2_040, 0.02).outcome).toBe(Outcome.Right);
  expect(compareWithin("clients", 2_000, 1_959, 0.02).outcome).toBe(Outcome.Wrong);
});

it.each([
  // A quiet machine: 3 ms, or 5 % where that is more.
  [20, 20.5, 22.9, Outcome.Right],
  [20, 20.5, 17.1, Outcome.Right],
  [20, 20.5, 23.1, Outcome.Wrong],
  [20, 20.5, 16.9, Outcome.Wrong],
  [100, 100.5, 104.9, Outcome.Right],
  [100, 100.5, 105.1, Outcome.Wrong],
  // A busy one: what it added explains as much and no more, and nothing that is too little.
  [20, 60, 22, Outcome.Right],
  [20, 60, 59, Outcome.Saturated],
  [20, 60, 62.9, Outcome.Saturated],
  [20, 60, 63.1, Outcome.Wrong],
  [20, 60, 16, Outcome.Wrong],
])("judges of %d ms, %d on this machine, that %d ms are %s", (delayMs, endToEndMs, foundMs, outcome) => {
  expect(compareTime("p99", delayMs, endToEndMs, foundMs).outcome).toBe(outcome);
});

it("asks for another attempt where the machine was busy, and shows its share where it matters", () => {
  expect(compareTime("p99", 20, 60, 59)).toMatchObject({ isBusy: true, builtIn: "20.0 ms (busy machine: 60.0 ms)" });
  expect(compareTime("p99", 20, 60, 21)).toMatchObject({ isBusy: true, builtIn: "20.0 ms" });
  expect(compareTime("p99", 20, 21, 60)).toMatchObject({ isBusy: false });
});

it("does not judge what the tester's own lateness explains on a busy machine, and nothing else", () => {
  expect(compareTime("p99", 20, 60, 90, 30).outcome).toBe(Outcome.Saturated);
  expect(compareTime("p99", 20, 60, 94, 30).outcome).toBe(Outcome.Wrong);
  expect(compareTime("p99", 20, 20.5, 40, 30).outcome).toBe(Outcome.Wrong);
});
