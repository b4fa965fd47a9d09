import { expect, it } from "vitest";
import { Budget } from "./budget.ts";

it.each([
  { bytes: 99, relieved: 0 },
  { bytes: 100, relieved: 0 },
  { bytes: 101, relieved: 1 },
])("asks for relief $relieved times when $bytes of 100 bytes are used", ({ bytes, relieved }) => {
  let calls = 0;
  const budget = new Budget(100, () => {
    calls += 1;
  });
  budget.take(bytes - 1);
  budget.take(1);
  expect(calls).toBe(relieved);
  expect(budget.used).toBe(bytes);
});

it("has room again for released memory", () => {
  let calls = 0;
  const budget = new Budget(100, () => {
    calls += 1;
    budget.release(60);
  });
  budget.take(60);
  budget.take(60);
  expect([calls, budget.used]).toEqual([1, 60]);
  budget.take(40);
  expect(calls).toBe(1);
});
