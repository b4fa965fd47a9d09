import type { ReactNode } from "react";
import type { Now } from "../model/contract.ts";
import { growth, rates, type Sample } from "../model/samples.ts";
import { countNoun, formatAge, formatBytes, formatCount, sumCounts } from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { Chart } from "../parts/Chart.tsx";
import { type Figure, FigureList } from "../parts/FigureList.tsx";
import { Heading } from "../parts/Heading.tsx";
import { TroubleList } from "../parts/TroubleList.tsx";

const MINUTE_MS = 60_000;

/** A line of a chart: a level, or a number that only grows, of which its rate is drawn. */
type Drawn = readonly [label: string, read: (now: Now) => number, kind?: "rate"];

const formatMs = (ms: number): string => `${formatCount(ms)} ms`;

const CHARTS: readonly (readonly [title: string, format: (value: number) => string, ...lines: Drawn[]])[] = [
  ["Users", formatCount, ["online", ({ totals }) => totals.users]],
  [
    "Joined and left a second",
    formatCount,
    ["joined", ({ totals }) => totals.joins, "rate"],
    ["left", ({ totals }) => sumCounts(totals.leaves), "rate"],
  ],
  [
    "Messages a second",
    formatCount,
    ["from clients", ({ totals }) => totals.messagesIn, "rate"],
    ["to clients", ({ totals }) => totals.messagesOut, "rate"],
  ],
  [
    "Bytes a second",
    formatBytes,
    ["from clients", ({ totals }) => totals.bytesIn, "rate"],
    ["to clients", ({ totals }) => totals.bytesOut, "rate"],
  ],
  ["Refused messages a second", formatCount, ["refused", ({ totals }) => sumCounts(totals.refusedMessages), "rate"]],
  ["Delay of the event loop", formatMs, ["longest", ({ totals }) => totals.loopDelayMs]],
  [
    "Memory",
    formatBytes,
    ["process", ({ rssBytes }) => rssBytes],
    ["waiting to be read", ({ totals }) => totals.waitingBytes],
  ],
];

/** Shows the present, and the last ten minutes. */
export function NowView(): ReactNode {
  const { samples } = usePage();
  const end = samples.at(-1)?.at ?? 0;
  const seconds = samples.map(({ at }) => (at - end) / 1_000);
  const valuesOf = ([label, read, kind]: Drawn) => ({
    label,
    values: kind === "rate" ? rates(samples, read) : samples.map(({ now }) => read(now)),
  });
  return (
    <>
      <Heading isUnseen>Now</Heading>
      <Attention />
      <FigureList className="figures" figures={listFigures(samples)} />
      <div className="charts">
        {CHARTS.map(([title, format, ...lines]) => (
          <Chart key={title} title={title} seconds={seconds} format={format} lines={lines.map(valuesOf)} />
        ))}
      </div>
    </>
  );
}

/** The figures that have no chart. */
function listFigures(samples: readonly Sample[]): readonly Figure[] {
  const now = samples.at(-1)?.now;
  const lastMinute = (count: Parameters<typeof growth>[2]) => formatCount(growth(samples, MINUTE_MS, count));
  const cpu = (rates(samples, ({ cpuSeconds }) => cpuSeconds).at(-1) ?? 0) * 100;
  return [
    ["Connections", formatCount(now?.totals.connections ?? 0), `of ${formatCount(now?.limits.maxConnections ?? 0)}`],
    ["Joined", lastMinute(({ joins }) => joins), "in the last minute"],
    ["Left", lastMinute(({ leaves }) => sumCounts(leaves)), "in the last minute"],
    ["Refused messages", lastMinute(({ refusedMessages }) => sumCounts(refusedMessages)), "in the last minute"],
    ["Slow readers", lastMinute(({ leaves }) => leaves["slow-reader"] ?? 0), "cut off in a minute"],
    ["Processor", `${cpu.toFixed(0)} %`, `of a core; ${countNoun(now?.threads ?? 1, "thread")}`],
    ["Running for", formatAge(now?.uptimeMs ?? 0), now?.isReady === false ? "takes nobody in" : "takes users in"],
  ];
}

/** Everything that is wrong, and the clients with most trouble. */
function Attention(): ReactNode {
  const { verdict, worst, troubled } = usePage();
  return (
    <section className="panel">
      <h2>Needs a look</h2>
      {verdict.others.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {worst.length === 0 ? (
        <p className="faint">No client that is there has trouble.</p>
      ) : (
        <TroubleList rows={worst} />
      )}
      {troubled > worst.length && <a href="#who">All {formatCount(troubled)} clients with trouble</a>}
    </section>
  );
}
