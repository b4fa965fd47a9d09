import { expect, it } from "vitest";
import type { PanelSpec, Unit } from "./chart-spec.ts";
import { chooseSteps } from "./scale-steps.ts";

function stepsOf(values: readonly number[], scale: PanelSpec["scale"], mostSteps: number, unit: Unit = "ms"): number[] {
  const line = { label: "", color: 0, stroke: "solid", shape: "line", x: values.map((_, x) => x), y: values } as const;
  return chooseSteps({ scale, unit, lines: [{ ...line, coveredBy: 0 }] }, mostSteps);
}

it.each([
  [[50], 3, [0, 20, 40, 60]],
  [[40], 3, [0, 20, 40, 60]],
  [[0], 3, [0, 1]],
  [[1], 3, [0, 0.5, 1, 1.5]],
  [[0.3], 5, [0, 0.1, 0.2, 0.3, 0.4]],
  [[1_040], 8, [0, 200, 400, 600, 800, 1_000, 1_200]],
])("ends a linear axis above the values %j", (values, mostSteps, steps) => {
  expect(stepsOf(values, "linear", mostSteps)).toEqual(steps);
});

it("has no half of a client", () => {
  expect(stepsOf([1], "linear", 8, "")).toEqual([0, 1, 2]);
});

it.each([
  [
    [3, 40],
    [2, 5, 10, 20, 50],
  ],
  [
    [1, 50],
    [1, 2, 5, 10, 20, 50, 100],
  ],
  [
    [0.3, 321],
    [0.1, 1, 10, 100, 1_000],
  ],
])("ends a logarithmic axis above the values %j, on a step that has a label", (values, steps) => {
  expect(stepsOf(values, "log", 5)).toEqual(steps);
});
