import type { LabelledRun } from "../run-labels.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { drawErrorsChart } from "./errors-chart.ts";
import { drawMemoryChart } from "./memory-chart.ts";
import { drawPercentilesChart } from "./percentiles-chart.ts";
import { drawClientsChart, drawTimeChart, PROCESSOR, THROUGHPUT } from "./time-charts.ts";

/** Every chart of a report, in its order. One without panels has nothing to show, and comes last. */
export function drawCharts(runs: readonly LabelledRun[]): readonly ChartSpec[] {
  const charts = [
    drawClientsChart(runs),
    drawPercentilesChart(runs),
    drawTimeChart(runs, THROUGHPUT),
    drawErrorsChart(runs),
    drawMemoryChart(runs),
    drawTimeChart(runs, PROCESSOR),
  ];
  const isEmpty = ({ panels }: ChartSpec) => panels.length === 0;
  return [...charts.filter((chart) => !isEmpty(chart)), ...charts.filter(isEmpty)];
}
