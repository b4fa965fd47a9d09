import { expect, it } from "vitest";
import { benchRuns, passedStressRun } from "../../test/support/sample-results.ts";
import type { RunResult } from "../result/run-result.ts";
import { labelRuns } from "./run-labels.ts";

function labelsOf(...results: RunResult[]): string[] {
  return labelRuns(results).map(({ label }) => label);
}

function withSettings(settings: Record<string, string>): RunResult {
  return { ...passedStressRun(), settings };
}

it("tells runs apart by the settings that differ, and by no more than it takes", () => {
  expect(
    labelsOf(
      withSettings({ bots: "50", duration: "10 s", pace: "slow" }),
      withSettings({ bots: "50", duration: "20 s", pace: "fast" }),
    ),
  ).toEqual(["A · duration 10 s", "B · duration 20 s"]);
});

it("names the kinds of runs when they differ", () => {
  expect(labelsOf(benchRuns()[0], passedStressRun())).toEqual(["A · bench", "B · stress"]);
});

it("tells runs of the same settings apart by their beginnings", () => {
  const later = { ...passedStressRun(), startedAt: "2026-11-24T13:00:00.000Z" };
  expect(labelsOf(passedStressRun(), later)).toEqual(["A · 2026-11-24 12:30:00", "B · 2026-11-24 13:00:00"]);
});

it("cuts long labels and shows what is hidden", () => {
  const [label = ""] = labelsOf(withSettings({ a: `\u202e${"x".repeat(80)}` }), withSettings({ a: "2" }));
  expect(label).toBe(`A · a ${"x".repeat(29)}…`);
});

it("finds a letter for every run", () => {
  const labels = labelRuns(Array.from({ length: 30 }, passedStressRun)).map(({ letter }) => letter);
  expect(labels.slice(24)).toEqual(["Y", "Z", "R27", "R28", "R29", "R30"]);
});
