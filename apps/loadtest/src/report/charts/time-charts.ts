import { writeCount } from "../../result/format.ts";
import { ENDINGS } from "../../verdict/endings.ts";
import type { LabelledRun } from "../run-labels.ts";
import { LIMIT_WORDS } from "../verdict-words.ts";
import type { ChartSpec, MarkSpec } from "./chart-spec.ts";
import { drawTimePanel, type TimePanel } from "./time-line.ts";

interface TimeChart {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly panels: readonly TimePanel[];
}

const CLIENTS: TimeChart = {
  id: "clients",
  title: "Clients and latency",
  caption:
    "How many clients were joined, and how long they waited. A latency that rises while the clients stay the same is a queue that grows.",
  panels: [
    { title: "Clients", unit: "", lines: [{ label: "clients", isMain: true, shape: "area", read: (s) => s.clients }] },
    {
      title: "Latency",
      unit: "ms",
      log: "far-values",
      lines: [
        { label: "p50", read: (s) => s.p50Ms },
        { label: "p99", isMain: true, read: (s) => s.p99Ms },
        { label: "max", stroke: "dotted", read: (s) => s.maxMs },
      ],
    },
  ],
};

export const THROUGHPUT: TimeChart = {
  id: "throughput",
  title: "Throughput",
  caption:
    "Messages and questions sent, and what clients received, each second. One message to everyone is sent once and received by each.",
  panels: [
    {
      title: "Messages",
      unit: "/s",
      log: "far-lines",
      lines: [
        { label: "sent", stroke: "dashed", read: (s) => s.sentPerSecond },
        { label: "received", isMain: true, read: (s) => s.receivedPerSecond },
      ],
    },
  ],
};

/** The throughput of runs in which clients join and leave, and nobody sends. */
export const JOINS: TimeChart = {
  id: "throughput",
  title: "Throughput",
  caption: "Clients that joined, and left again, each second.",
  panels: [{ title: "Joins", unit: "/s", lines: [{ label: "joins", isMain: true, read: (s) => s.joinsPerSecond }] }],
};

export const PROCESSOR: TimeChart = {
  id: "processor",
  title: "Processor time",
  caption:
    "100 % is one core. Where the tester is at its end, or its event loop is late, the figures above are the tester's and not the server's.",
  panels: [
    {
      title: "Processor",
      unit: "%",
      lines: [
        { label: "server", isMain: true, read: (s) => (s.serverCpuShare === null ? null : s.serverCpuShare * 100) },
        { label: "tester, busiest thread", stroke: "dashed", read: (s) => s.testerCpuShare * 100 },
      ],
    },
    {
      title: "Tester's event loop, late by",
      unit: "ms",
      lines: [{ label: "p99", isMain: true, read: (s) => s.loopDelayMs }],
    },
  ],
};

export function drawClientsChart(runs: readonly LabelledRun[]): ChartSpec {
  const chart = drawTimeChart(runs, CLIENTS);
  const marks = markEndings(runs);
  // The words stand in the first panel alone, the line goes through all.
  const wordless = marks.map(({ x }) => ({ x, text: "", detail: "" }));
  return {
    ...chart,
    panels: chart.panels.map((panel, index) => ({ ...panel, marks: index === 0 ? marks : wordless })),
  };
}

/** A chart over the time of the runs; panels of which no run knows anything are left out. */
export function drawTimeChart(runs: readonly LabelledRun[], chart: TimeChart): ChartSpec {
  const panels = chart.panels.map((panel) => drawTimePanel(runs, panel)).filter(({ lines }) => lines.length > 0);
  return { ...chart, axis: "time", range: [0, lastMoment(runs)], panels };
}

function lastMoment(runs: readonly LabelledRun[]): number {
  const last = runs.map(({ result }) => (result.samples.at(-1)?.atMs ?? 0) / 1_000);
  return Math.max(1, ...last);
}

function markEndings(runs: readonly LabelledRun[]): readonly MarkSpec[] {
  return runs.flatMap(({ letter, result: { verdict, ending } }) => {
    const { mark } = ENDINGS[verdict.kind];
    if (mark === null || ending.atMs === null) return [];
    const name = runs.length > 1 ? `${letter}: ` : "";
    const clients = verdict.kind === "limit-found" ? ` at ${writeCount(verdict.clients ?? 0)} clients` : "";
    const detail = verdict.limit === null ? "" : `, ${LIMIT_WORDS[verdict.limit]}`;
    return [{ x: ending.atMs / 1_000, text: `${name}${mark}${clients}`, detail }];
  });
}
