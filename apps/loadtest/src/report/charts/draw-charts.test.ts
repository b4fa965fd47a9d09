import { describe, expect, it } from "vitest";
import {
  benchRuns,
  breakingPointRun,
  hostileRun,
  passedStressRun,
  sampleLatency,
} from "../../../test/support/sample-results.ts";
import type { RunResult } from "../../result/run-result.ts";
import { labelRuns } from "../run-labels.ts";
import { writeChartRows } from "./chart-rows.ts";
import { type ChartSpec, toRarity, writePercentile } from "./chart-spec.ts";
import { drawCharts } from "./draw-charts.ts";
import { drawPercentilesChart } from "./percentiles-chart.ts";

function draw(...results: RunResult[]): ReadonlyMap<string, ChartSpec> {
  return new Map(drawCharts(labelRuns(results)).map((chart) => [chart.id, chart]));
}

describe("drawCharts", () => {
  it("marks where the limit was met, and says which in the first panel", () => {
    const run = breakingPointRun();
    const [clients, latency] = draw(run).get("clients")?.panels ?? [];
    const at = run.ending.atMs ?? 0;
    expect(clients?.marks).toEqual([
      { x: at / 1_000, text: "limit at 16,400 clients", detail: ", handshakes too slow" },
    ]);
    expect(latency?.marks).toEqual([{ x: at / 1_000, text: "", detail: "" }]);
    expect(
      draw(passedStressRun())
        .get("clients")
        ?.panels.flatMap(({ marks }) => marks),
    ).toEqual([]);
  });

  it("marks where a server went away, and no ending without a moment", () => {
    const run = passedStressRun();
    const server = { state: "gone", hasExited: true, exitCode: null, signal: "SIGKILL" } as const;
    const ending = { ...run.ending, server, atMs: 4_000 };
    const marksOf = (kind: RunResult["verdict"]["kind"]) =>
      draw({ ...run, ending, verdict: { ...run.verdict, kind } }).get("clients")?.panels[0]?.marks;
    expect(marksOf("server-gone")).toEqual([{ x: 4, text: "the server went away", detail: "" }]);
    expect(marksOf("messages-lost")).toEqual([]);
  });

  it("chooses a logarithmic scale where values are far apart, and not for a ramp", () => {
    const charts = draw(breakingPointRun());
    expect(charts.get("clients")?.panels.map(({ scale }) => scale)).toEqual(["linear", "log"]);
    expect(charts.get("throughput")?.panels.map(({ scale }) => scale)).toEqual(["linear"]);
    expect(
      draw(passedStressRun())
        .get("clients")
        ?.panels.map(({ scale }) => scale),
    ).toEqual(["linear", "linear"]);
  });

  it("lays one line of each run over the others", () => {
    const [, latency] = draw(...benchRuns()).get("clients")?.panels ?? [];
    expect(latency?.title).toBe("Latency: p99");
    expect(latency?.lines.map(({ label, color }) => [label, color])).toEqual([
      ["A · server command server-a.js", 0],
      ["B · server command server-b.js", 1],
    ]);
  });

  it("gives the frequent kinds of errors a line each, and the rest one together", () => {
    const [panel] = draw(hostileRun()).get("errors")?.panels ?? [];
    expect(panel?.lines).toHaveLength(6);
    expect(panel?.lines.at(-1)).toMatchObject({ label: "others", stroke: "dashed" });
    const last = panel?.lines.map(({ y }) => y.at(-1) ?? 0).reduce((a, b) => a + b, 0);
    expect(last).toBe(Object.values(hostileRun().samples.at(-1)?.errors ?? {}).reduce((a, b) => a + b, 0));
  });

  it("divides what memory has grown by the clients that have come, once there are enough", () => {
    const [, perClient] = draw(breakingPointRun()).get("memory")?.panels ?? [];
    const values = perClient?.lines[0]?.y ?? [];
    expect(values.slice(0, 5)).toEqual([null, null, null, null, null]);
    expect(values.at(-1)).toBeCloseTo(9_150 / 1_024, 0);
  });

  it("puts charts of which nothing is known last", () => {
    const run = passedStressRun();
    const samples = run.samples.map((sample) => ({ ...sample, serverCpuShare: null, serverMemoryBytes: null }));
    const charts = [...draw({ ...run, samples }).values()];
    expect(charts.map(({ id, panels }) => [id, panels.length])).toEqual([
      ["clients", 2],
      ["percentiles", 1],
      ["throughput", 1],
      ["processor", 2],
      ["errors", 0],
      ["memory", 0],
    ]);
  });

  it("draws a run without samples or latencies as nothing", () => {
    const charts = [...draw({ ...passedStressRun(), samples: [], latencies: {} }).values()];
    expect(charts.flatMap(({ panels }) => panels)).toEqual([]);
  });
});

describe("the axis of percentiles", () => {
  it.each([
    [0, 0, "0 %"],
    [50, 0.301, "50 %"],
    [90, 1, "90 %"],
    [99, 2, "99 %"],
    [99.9, 3, "99.9 %"],
    [99.99, 4, "99.99 %"],
    [99.999, 5, "99.999 %"],
  ])("has %s %% at %s", (percentile, place, text) => {
    expect(toRarity(percentile, 1e9)).toBeCloseTo(place, 3);
    expect(writePercentile(toRarity(percentile, 1e9))).toBe(text);
  });

  it("has the largest of a thousand values where one in a thousand is", () => {
    expect(toRarity(100, 1_000)).toBeCloseTo(3);
  });

  it("has each place once, however few values there are", () => {
    const run = { ...passedStressRun(), latencies: { message: sampleLatency(20, 1, 0.3) } };
    const x = drawPercentilesChart(labelRuns([run])).panels[0]?.lines[0]?.x ?? [];
    expect(new Set(x).size).toBe(x.length);
    expect(x).toEqual(x.toSorted((a, b) => a - b));
  });
});

describe("writeChartRows", () => {
  it("shows a few moments of many, the first and the last among them", () => {
    const { heads, rows, isThinned } = writeChartRows(draw(breakingPointRun()).get("clients") as ChartSpec);
    expect(heads).toEqual(["Time", "Clients: clients", "Latency: p50", "Latency: p99", "Latency: max"]);
    expect(isThinned).toBe(true);
    expect(rows).toHaveLength(25);
    expect(rows[0]?.slice(0, 3)).toEqual(["0:00", "0", "–"]);
    expect(rows.at(-1)?.[0]).toBe("1:11.5");
  });

  it("shows every percentile", () => {
    const { rows } = writeChartRows(draw(passedStressRun()).get("percentiles") as ChartSpec);
    expect(rows.map(([percentile]) => percentile)).toContain("99.9 %");
  });
});
