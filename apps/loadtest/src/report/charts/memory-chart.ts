import { LEAST_CLIENTS_FOR_MEMORY } from "../../result/least-values.ts";
import type { RunResult, Sample } from "../../result/run-result.ts";
import type { LabelledRun } from "../run-labels.ts";
import type { ChartSpec, PanelSpec } from "./chart-spec.ts";
import { drawTimeChart } from "./time-charts.ts";
import { drawTimePanel } from "./time-line.ts";

/** The server's memory: all of it, and what has come since the beginning, for each client that has. */
export function drawMemoryChart(runs: readonly LabelledRun[]): ChartSpec {
  const chart = drawTimeChart(runs, {
    id: "memory",
    title: "Memory of the server",
    caption:
      "Resident memory of the server's process, and from 1,000 clients on how much of it came with each. Memory that goes on growing while the clients stay the same is a queue or a leak.",
    panels: [
      {
        title: "Memory",
        unit: "MiB",
        lines: [
          { label: "server", isMain: true, shape: "area", read: (sample) => toUnit(sample.serverMemoryBytes, 20) },
        ],
      },
    ],
  });
  return { ...chart, panels: [...chart.panels, ...drawPerClient(runs)] };
}

function drawPerClient(runs: readonly LabelledRun[]): PanelSpec[] {
  const panels = runs.map((run) =>
    drawTimePanel([run], {
      title: "Growth for each client",
      unit: "KiB",
      lines: [{ label: "for each client", read: readPerClient(run.result) }],
    }),
  );
  const [first] = panels;
  const lines = panels.flatMap((panel, color) =>
    panel.lines.map((line) => (runs.length > 1 ? { ...line, color, label: runs[color]?.label ?? "" } : line)),
  );
  return first && lines.length > 0 ? [{ ...first, lines }] : [];
}

function readPerClient({ samples }: RunResult): (sample: Sample) => number | null {
  const first = samples.find(({ serverMemoryBytes }) => serverMemoryBytes !== null);
  return ({ clients, serverMemoryBytes }) => {
    const came = clients - (first?.clients ?? 0);
    if (!first || serverMemoryBytes === null || came < LEAST_CLIENTS_FOR_MEMORY) return null;
    return toUnit(Math.max(0, serverMemoryBytes - (first.serverMemoryBytes ?? 0)) / came, 10);
  };
}

function toUnit(bytes: number | null, power: number): number | null {
  return bytes === null ? null : bytes / 2 ** power;
}
