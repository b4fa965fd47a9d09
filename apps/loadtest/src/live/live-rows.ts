import type { Row, Segment } from "@chat/terminal-rows/row";
import { writeBytes, writeClock, writeCount, writeIfMeasured, writeMs, writePercent } from "../result/format.ts";
import type { Sample } from "../result/run-result.ts";
import { isSaturatedSample } from "../verdict/saturation.ts";
import { drawBars, drawProgressBar } from "./bars.ts";
import { type Health, judgeHealth } from "./judge-health.ts";
import type { LiveState } from "./live-state.ts";
import type { HistoryPoint } from "./run-history.ts";
import { PHASE_WORDS } from "./run-view.ts";

/** Columns for what a row is about. */
const TITLE_COLUMNS = 12;

/** Columns of a metric, with its name: those of two rows stand below one another. */
const METRIC_COLUMNS = 20;

const MAX_BAR_COLUMNS = 40;

/** Rows of a chart at most: more show no more. */
const MAX_CHART_ROWS = 8;

/** Rows below the view that stay free: a frame as high as the terminal would scroll it. */
const FREE_ROWS = 2;

/** A sign beside the colour, for those who don't see it. */
const SIGNS: { readonly [Tone in Health["tone"]]: { readonly sign: string; readonly color: string } } = {
  good: { sign: "✓", color: "green" },
  notice: { sign: "▲", color: "yellow" },
  bad: { sign: "✕", color: "red" },
};

export interface ViewSize {
  readonly columns: number;
  readonly rows: number;
}

interface Chart {
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly worst: (...values: number[]) => number;
  write(value: number): string;
}

/** Draws the state of a run: whether all is well, the whole run, then its metrics. Rows have at most `columns`. */
export function liveRows(state: LiveState, { columns, rows: height }: ViewSize): readonly Row[] {
  const { title, notes, snapshot, phase } = state;
  const head: Row[] = [[{ text: title, isBold: true }], ...notes.map((text) => [{ text, isDim: true }])];
  const foot: Row[] = phase === "done" ? [] : [[{ text: "Ctrl-C ends the run with its report.", isDim: true }]];
  if (!snapshot) return cutRows([...head, progressRow(state, columns), ...foot], columns);
  const { sample, asked } = snapshot;
  const metrics = [
    ...(asked === null ? [joinsRow(sample)] : [clientsRow(sample, asked), messagesRow(sample), latencyRow(sample)]),
    errorsRow(sample),
    usageRow(sample),
  ];
  const status = [healthRow(state), progressRow(state, columns)];
  const below = [...metrics, ...foot];
  const room = height - FREE_ROWS - status.length - below.length;
  const charts = chartsOf(state, asked === null);
  // A frame that is higher than the terminal scrolls, and what is most important stands at its top.
  const shownHead = room >= head.length + charts.length ? head : [];
  const chartRows = Math.min(MAX_CHART_ROWS, Math.floor((room - shownHead.length) / charts.length));
  const drawn = charts.flatMap((chart) => (chartRows > 0 ? drawChart(chart, columns, chartRows) : []));
  const rows = [...shownHead, ...status, ...drawn, ...below];
  return cutRows(rows.slice(0, Math.max(1, height - FREE_ROWS)), columns);
}

function healthRow(state: LiveState): Row {
  const { tone, text } = judgeHealth(state);
  const { sign, color } = SIGNS[tone];
  return [{ text: `${sign} ${text}`, color, isBold: true }];
}

function progressRow({ phase, snapshot }: LiveState, columns: number): Row {
  if (!snapshot || phase === "checking" || phase === "settling") return [{ text: `${PHASE_WORDS[phase]} …` }];
  const clock = writeClock(Math.floor(snapshot.sample.atMs / 1_000));
  // An interrupted run is done as well: how far it came is told by its clock.
  if (phase === "done") return [titled("Done"), { text: `after ${clock}` }];
  const head = titled("");
  const tail = `  ${writePercent(snapshot.progress)}  ${clock}  ${PHASE_WORDS[phase]}`;
  const barColumns = Math.min(MAX_BAR_COLUMNS, Math.max(4, columns - head.text.length - tail.length));
  return [head, { text: drawProgressBar(snapshot.progress, barColumns), color: "cyan" }, { text: tail }];
}

/** The whole run by its worst: the longest waits, and the lowest rates, so that a stall shows in both. */
function chartsOf({ history: { points } }: LiveState, ofJoins: boolean): readonly Chart[] {
  const rate = (title: string, read: (point: HistoryPoint) => number): Chart => {
    return { title, values: points.map(read), worst: Math.min, write: (value) => `${writeCount(value)}/s` };
  };
  if (ofJoins) return [rate("Joins", ({ joinsPerSecond }) => joinsPerSecond)];
  return [
    { title: "Max wait", values: points.map(({ maxMs }) => maxMs), worst: Math.max, write: writeMs },
    rate("Received", ({ receivedPerSecond }) => receivedPerSecond),
  ];
}

function drawChart({ title, values, worst, write }: Chart, columns: number, rows: number): Row[] {
  const known = values.filter((value) => value !== null);
  const tail = known.length === 0 ? "  –" : `  up to ${write(Math.max(...known))}`;
  const bars = drawBars(values, { cells: columns - TITLE_COLUMNS - tail.length, rows }, worst);
  return bars.map((text, row) => [
    titled(row === 0 ? title : ""),
    { text, color: "cyan" },
    ...(row === 0 ? [{ text: tail, isDim: true }] : []),
  ]);
}

function clientsRow(sample: Sample, asked: number): Row {
  const clients = `${writeCount(sample.clients)} of ${writeCount(asked)}`;
  return [titled("Clients"), metric(clients), metric(`${writeCount(sample.joinsPerSecond)} joins/s`)];
}

function joinsRow({ joinsPerSecond }: Sample): Row {
  return [titled("Clients"), metric(`${writeCount(joinsPerSecond)} joins/s`)];
}

function messagesRow({ sentPerSecond, receivedPerSecond }: Sample): Row {
  return [
    titled("Messages"),
    metric(`${writeCount(sentPerSecond)} sent/s`),
    metric(`${writeCount(receivedPerSecond)} received/s`),
  ];
}

function latencyRow({ p50Ms, p99Ms, maxMs }: Sample): Row {
  if (p50Ms === null || maxMs === null) return [titled("Latency"), { text: "–" }];
  return [
    titled("Latency"),
    metric(`p50 ${writeMs(p50Ms)}`),
    metric(`p99 ${writeIfMeasured(p99Ms, writeMs)}`),
    metric(`max ${writeMs(maxMs)}`),
  ];
}

function errorsRow({ errors }: Sample): Row {
  const kinds = Object.entries(errors).filter(([, count]) => count > 0);
  if (kinds.length === 0) return [titled("Errors"), { text: "none" }];
  const text = kinds.map(([kind, count]) => `${kind} ${writeCount(count)}`).join("  ");
  return [titled("Errors"), { text, color: "red" }];
}

function usageRow(sample: Sample): Row {
  const { testerCpuShare, serverCpuShare, serverMemoryBytes } = sample;
  const tester = metric(`tester ${writePercent(testerCpuShare)}`);
  return [
    titled("CPU"),
    isSaturatedSample(sample) ? { ...tester, color: "yellow" } : tester,
    ...(serverCpuShare === null ? [] : [metric(`server ${writePercent(serverCpuShare)}`)]),
    ...(serverMemoryBytes === null ? [] : [metric(`memory ${writeBytes(serverMemoryBytes)}`)]),
  ];
}

function titled(title: string): Segment {
  return { text: title.padEnd(TITLE_COLUMNS), isDim: true };
}

function metric(text: string): Segment {
  return { text: `${text}  `.padEnd(METRIC_COLUMNS) };
}

/** Cuts rows to a number of cells. Every character of the view takes one. */
function cutRows(rows: readonly Row[], cells: number): Row[] {
  return rows.map((row) => {
    let room = cells;
    return row.flatMap((segment) => {
      const characters = Array.from(segment.text);
      const kept = characters.slice(0, Math.max(0, room));
      room -= characters.length;
      return kept.length === 0 ? [] : [{ ...segment, text: kept.join("") }];
    });
  });
}
