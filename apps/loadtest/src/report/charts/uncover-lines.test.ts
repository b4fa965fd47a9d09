import { expect, it } from "vitest";
import type { LineSpec, PanelSpec } from "./chart-spec.ts";
import { uncoverLines } from "./uncover-lines.ts";

function coveredOf(scale: PanelSpec["scale"], ...values: (number | null)[][]): number[] {
  const lines = values.map((y, color): LineSpec => {
    return { label: "", color, stroke: "solid", shape: "line", coveredBy: 0, x: y.map((_, x) => x), y };
  });
  return uncoverLines({ title: "", unit: "/s", scale, marks: [], lines }).lines.map(({ coveredBy }) => coveredBy);
}

it("finds the lines that later ones are drawn over", () => {
  expect(coveredOf("linear", [1, 2, 3], [1, 2, 3])).toEqual([1, 0]);
  expect(coveredOf("linear", [1, 2, 3], [1, 2, 3], [1, 2, 3])).toEqual([2, 1, 0]);
  expect(coveredOf("linear", [100, 200, 300], [101, 199, 302])).toEqual([1, 0]);
  expect(coveredOf("log", [1, 1_000], [1.01, 990])).toEqual([1, 0]);
});

it("leaves lines alone that can be seen", () => {
  expect(coveredOf("linear", [1, 2, 3], [3, 2, 1])).toEqual([0, 0]);
  expect(coveredOf("linear", [100, 200, 300], [120, 180, 320])).toEqual([0, 0]);
  // On a linear axis up to 1,000 these would be one; on a logarithmic one they are far apart.
  expect(coveredOf("log", [1, 2, 900], [2, 4, 1_000])).toEqual([0, 0]);
  expect(coveredOf("linear", [null, null], [1, 2])).toEqual([0, 0]);
  expect(coveredOf("linear", [1, 2], [null, null])).toEqual([0, 0]);
});
