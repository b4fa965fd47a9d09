import { displayText } from "@chat/protocol";
import type { ReactNode } from "react";
import type { Now } from "../model/contract.ts";
import { clientFragment } from "../model/route.ts";
import { growth, rates, type Sample } from "../model/samples.ts";
import { countNoun, formatAge, formatBytes, formatCount, shownName, sumCounts, troubleWords } from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { Chart, type Line } from "../parts/Chart.tsx";
import { Heading } from "../parts/Heading.tsx";

const MINUTE_MS = 60_000;

/** Shows the present, and the last ten minutes. */
export function NowView(): ReactNode {
  const { samples } = usePage();
  const end = samples.at(-1)?.at ?? 0;
  const seconds = samples.map(({ at }) => (at - end) / 1_000);
  const level = (read: (now: Now) => number) => samples.map(({ now }) => read(now));
  const perSecond = (label: string, read: (now: Now) => number): Line => ({ label, values: rates(samples, read) });
  return (
    <>
      <Heading isUnseen>Now</Heading>
      <Attention />
      <Figures samples={samples} />
      <div className="charts">
        <Chart
          title="Users"
          seconds={seconds}
          format={formatCount}
          lines={[{ label: "online", values: level(({ totals }) => totals.users) }]}
        />
        <Chart
          title="Messages a second"
          seconds={seconds}
          format={formatCount}
          lines={[
            perSecond("from clients", ({ totals }) => totals.messagesIn),
            perSecond("to clients", ({ totals }) => totals.messagesOut),
          ]}
        />
        <Chart
          title="Bytes a second"
          seconds={seconds}
          format={formatBytes}
          lines={[
            perSecond("from clients", ({ totals }) => totals.bytesIn),
            perSecond("to clients", ({ totals }) => totals.bytesOut),
          ]}
        />
        <Chart
          title="Refused messages a second"
          seconds={seconds}
          format={formatCount}
          lines={[perSecond("refused", ({ totals }) => sumCounts(totals.refusedMessages))]}
        />
        <Chart
          title="Delay of the event loop"
          seconds={seconds}
          format={(ms) => `${formatCount(ms)} ms`}
          lines={[{ label: "longest", values: level(({ totals }) => totals.loopDelayMs) }]}
        />
        <Chart
          title="Memory"
          seconds={seconds}
          format={formatBytes}
          lines={[
            { label: "process", values: level(({ rssBytes }) => rssBytes) },
            { label: "waiting to be read", values: level(({ totals }) => totals.waitingBytes) },
          ]}
        />
      </div>
    </>
  );
}

/** The figures that have no chart. */
function Figures({ samples }: { samples: readonly Sample[] }): ReactNode {
  const now = samples.at(-1)?.now;
  const lastMinute = (count: Parameters<typeof growth>[2]) => formatCount(growth(samples, MINUTE_MS, count));
  const cpu = (rates(samples, ({ cpuSeconds }) => cpuSeconds).at(-1) ?? 0) * 100;
  const figures: readonly (readonly [label: string, value: string, note: string])[] = [
    ["Connections", formatCount(now?.totals.connections ?? 0), `of ${formatCount(now?.limits.maxConnections ?? 0)}`],
    ["Joined", lastMinute(({ joins }) => joins), "in the last minute"],
    ["Left", lastMinute(({ leaves }) => sumCounts(leaves)), "in the last minute"],
    ["Refused messages", lastMinute(({ refusedMessages }) => sumCounts(refusedMessages)), "in the last minute"],
    ["Slow readers", lastMinute(({ leaves }) => leaves["slow-reader"] ?? 0), "cut off in a minute"],
    ["Processor", `${cpu.toFixed(0)} %`, `of a core; ${countNoun(now?.threads ?? 1, "thread")}`],
    ["Running for", formatAge(now?.uptimeMs ?? 0), now?.isReady === false ? "takes nobody in" : "takes users in"],
  ];
  return (
    <dl className="figures">
      {figures.map(([label, value, note]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <b>{value}</b> <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Everything that is wrong, and the clients with most trouble. */
function Attention(): ReactNode {
  const { verdict, worst, troubled } = usePage();
  return (
    <section className="panel">
      <h2>Needs a look</h2>
      {verdict.others.length > 0 && (
        <ul>
          {verdict.others.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {worst.length === 0 && <p className="faint">No client that is there has trouble.</p>}
      <ul className="worst">
        {worst.map((row) => (
          <li key={row.id}>
            <a href={clientFragment(row.id)}>
              <bdi>{row.name === null ? `no name, ${displayText(row.ip)}` : shownName(row.name)}</bdi>
            </a>
            <span>{troubleWords(row)}</span>
            <span className="number">{formatCount(sumCounts(row.refused))}</span>
          </li>
        ))}
      </ul>
      {troubled > worst.length && (
        <p>
          <a href="#who">All {formatCount(troubled)} clients with trouble</a>
        </p>
      )}
    </section>
  );
}
