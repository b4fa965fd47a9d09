import { measuresJoins } from "../../result/measures.ts";
import type { LabelledRun } from "../run-labels.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { drawErrorsChart } from "./errors-chart.ts";
import { drawMemoryChart } from "./memory-chart.ts";
import { drawPercentilesChart } from "./percentiles-chart.ts";
import { drawClientsChart, drawTimeChart, JOINS, PROCESSOR, THROUGHPUT } from "./time-charts.ts";
import { uncoverLines } from "./uncover-lines.ts";

/** Every chart of a report, in its order. One without panels has nothing to show, and comes last. */
export function drawCharts(runs: readonly LabelledRun[]): readonly ChartSpec[] {
  const charts = [
    drawClientsChart(runs),
    drawPercentilesChart(runs),
    drawTimeChart(runs, runs.every(({ result }) => measuresJoins(result)) ? JOINS : THROUGHPUT),
    drawErrorsChart(runs),
    drawMemoryChart(runs),
    drawTimeChart(runs, PROCESSOR),
  ];
  const uncovered = charts.map((chart) => ({ ...chart, panels: chart.panels.map(uncoverLines) }));
  const isEmpty = ({ panels }: ChartSpec) => panels.length === 0;
  return [...uncovered.filter((chart) => !isEmpty(chart)), ...uncovered.filter(isEmpty)];
}
