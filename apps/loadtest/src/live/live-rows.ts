import type { Row, Segment } from "@chat/terminal-rows/row";
import { writeBytes, writeClock, writeCount, writeMs, writePercent } from "../result/format.ts";
import type { Sample } from "../result/run-result.ts";
import { isSaturatedSample } from "../verdict/saturation.ts";
import { drawProgressBar, drawSparkline } from "./bars.ts";
import type { LiveState } from "./live-state.ts";
import type { RunSnapshot } from "./run-view.ts";
import { PHASE_WORDS } from "./run-view.ts";

/** Columns for what a row is about. */
const TITLE_COLUMNS = 12;

/** Columns of a metric, with its name: those of two rows stand below one another. */
const METRIC_COLUMNS = 20;

const MAX_BAR_COLUMNS = 40;

/** Draws the state of a run, in rows of at most `columns`. */
export function liveRows(state: LiveState, columns: number): readonly Row[] {
  const { title, notes, snapshot, phase } = state;
  const rows: Row[] = [[{ text: title, isBold: true }], ...notes.map((text) => [{ text, isDim: true }])];
  rows.push(progressRow(state, columns));
  if (snapshot) {
    const { sample } = snapshot;
    rows.push(clientsRow(snapshot), messagesRow(sample), latencyRow(sample), errorsRow(sample), usageRow(sample));
    rows.push(historyRow(state, columns));
  }
  if (phase !== "done") rows.push([{ text: "Ctrl-C ends the run with its report.", isDim: true }]);
  return rows.map((row) => cutRow(row, columns));
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

function clientsRow({ sample, asked }: RunSnapshot): Row {
  const clients = `${writeCount(sample.clients)} of ${writeCount(asked)}`;
  return [titled("Clients"), metric(clients), metric(`${writeCount(sample.joinsPerSecond)} joins/s`)];
}

function messagesRow({ sentPerSecond, receivedPerSecond }: Sample): Row {
  return [
    titled("Messages"),
    metric(`${writeCount(sentPerSecond)} sent/s`),
    metric(`${writeCount(receivedPerSecond)} received/s`),
  ];
}

function latencyRow({ p50Ms, p99Ms, maxMs }: Sample): Row {
  if (p50Ms === null || p99Ms === null || maxMs === null) return [titled("Latency"), { text: "–" }];
  return [
    titled("Latency"),
    metric(`p50 ${writeMs(p50Ms)}`),
    metric(`p99 ${writeMs(p99Ms)}`),
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

function historyRow({ received }: LiveState, columns: number): Row {
  const values = received.map(({ perSecond }) => perSecond);
  const tail = `  up to ${writeCount(Math.max(0, ...values))}/s`;
  const bars = drawSparkline(values, Math.min(2 * MAX_BAR_COLUMNS, columns - TITLE_COLUMNS - tail.length));
  return [titled("Last minute"), { text: bars, color: "cyan" }, { text: tail, isDim: true }];
}

function titled(title: string): Segment {
  return { text: title.padEnd(TITLE_COLUMNS), isDim: true };
}

function metric(text: string): Segment {
  return { text: `${text}  `.padEnd(METRIC_COLUMNS) };
}

/** Cuts a row to a number of cells. Every character of the view takes one. */
function cutRow(row: Row, cells: number): Row {
  let room = cells;
  return row.flatMap((segment) => {
    const characters = Array.from(segment.text);
    const kept = characters.slice(0, Math.max(0, room));
    room -= characters.length;
    return kept.length === 0 ? [] : [{ ...segment, text: kept.join("") }];
  });
}
