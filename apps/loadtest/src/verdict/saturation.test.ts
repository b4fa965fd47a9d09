import { expect, it } from "vitest";
import { judgeSaturation } from "./saturation.ts";

const idle = { loopDelayMs: 11, testerCpuShare: 0.3 };
const busy = { loopDelayMs: 20, testerCpuShare: 0.99 };
const late = { loopDelayMs: 250, testerCpuShare: 0.5 };

it.each([
  ["nothing was sampled", [], false],
  ["all was calm", [idle, idle, idle, idle], false],
  ["two samples were bad, however few there are", [busy, late], false],
  ["three were bad of few", [idle, busy, idle, busy, late, idle], true],
  ["three were bad of many", [...Array.from({ length: 20 }, () => idle), busy, busy, late], false],
  ["a third was bad", [...Array.from({ length: 20 }, () => idle), ...Array.from({ length: 10 }, () => late)], true],
])("judges a run in which %s", (_, samples, isSaturated) => {
  expect(judgeSaturation(samples).isSaturated).toBe(isSaturated);
});

it("says what its judgement rests on", () => {
  expect(judgeSaturation([busy, busy, late]).evidence).toEqual([
    "In 3 of 3 samples the tester's busiest event loop had no time to spare: up to 99 % busy, and 250 ms late. More --threads or --workers, or a machine of its own, help.",
  ]);
});
