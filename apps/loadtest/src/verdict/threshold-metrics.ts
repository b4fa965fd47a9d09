import { countErrors } from "../result/error-kind.ts";
import { isMeasured } from "../result/least-values.ts";
import { liveSamples } from "../result/live-samples.ts";
import { Measure, mainMeasureOf } from "../result/measures.ts";
import { OUTCOMES, sumAccounts } from "../result/outcomes.ts";
import type { Latency, MeasuredRun, Sample } from "../result/run-result.ts";

/** Unit of a metric; `""` for a plain number, `%` where one core is 100. */
export type ThresholdUnit = "ms" | "bytes" | "/s" | "%" | "µs" | "";

export interface ThresholdMetric {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly unit: ThresholdUnit;
  readonly summary: string;
  /** Returns its value; `null` where the run has not measured it. */
  read(result: MeasuredRun): number | null;
}

const LATENCY_KEYS = ["min", "mean", "max"] as const;

/** Latencies that can be named before a percentile: `answer.p99`. */
const MEASURES = [Measure.Message, Measure.Answer, Measure.Handshake, Measure.Connect];

/** Outcomes of a message that can be counted: `lost`, or of one kind of message alone `direct.lost`. */
const COUNTED_OUTCOMES = OUTCOMES.filter(({ key }) => key !== "expected").map(({ key, title }) => ({
  key,
  name: title.replaceAll(" ", "-"),
}));

const KINDS = ["direct", "shout", "request"] as const;

/** Every metric that `--fail-if` knows besides percentiles, of which there are too many for a table. */
export const THRESHOLD_METRICS: readonly ThresholdMetric[] = [
  ...LATENCY_KEYS.flatMap((key) => latencyMetrics(key, (latency) => latency[key])),
  ...COUNTED_OUTCOMES.map(({ name, key }) =>
    metric(name, "", "of messages and answers of all kinds", ({ accounts }) => sumAccounts(accounts)[key]),
  ),
  ...KINDS.flatMap((kind) =>
    COUNTED_OUTCOMES.map(({ name, key }) =>
      metric(`${kind}.${name}`, "", `of ${kind}s`, ({ accounts }) => accounts[kind]?.[key] ?? null),
    ),
  ),
  metric("errors", "", "all errors together", ({ errors }) => countErrors(errors)),
  metric("dropped", "", "connections that the server closed, or that broke", ({ errors }) => errors.dropped ?? 0),
  metric("clients", "", "the most clients that were there at once", ({ clients }) => clients.peak),
  metric("joined", "", "clients that joined in all, each time counted", ({ clients }) => clients.joined),
  metric("joins/s", "/s", "the mean while clients joined", (run) =>
    mean(
      liveSamples(run)
        .map(({ joinsPerSecond }) => joinsPerSecond)
        .filter((perSecond) => perSecond > 0),
    ),
  ),
  metric("sent/s", "/s", "the mean of the run", ({ throughput }) => throughput.sentPerSecond),
  metric("received/s", "/s", "the mean of the run", ({ throughput }) => throughput.receivedPerSecond, ["messages/s"]),
  metric("cpu", "%", "the server's, the mean of the run", (run) =>
    percent(mean(known(liveSamples(run), "serverCpuShare"))),
  ),
  metric("tester-cpu", "%", "of the tester's busiest thread, the mean of the run", (run) =>
    percent(mean(liveSamples(run).map(({ testerCpuShare }) => testerCpuShare))),
  ),
  metric("memory", "bytes", "the server's, at most", ({ server }) => server.peakMemoryBytes),
  metric("memory/client", "bytes", "the server's growth for each client", ({ server }) => server.memoryBytesPerClient),
  metric(
    "cpu/message",
    "µs",
    "the server's time for each message and answer that was delivered",
    ({ server }) => server.cpuUsPerDelivered,
  ),
];

/** Matches `p95`, `p99.9` and `answer.p50`; people write `p999` for `p99.9`. */
const PERCENTILE = /^(?:([a-z]+)\.)?p(\d{1,2}(?:\.\d{1,3})?|99(9+))$/;

/** Rule for a name that looks like a percentile's. */
export const PERCENTILE_RULE =
  "a percentile is p and a number above 0 and below 100 with at most three decimals, such as p50, p95 or p99.9";

/** Returns the metric of a name, which may be any percentile; `null` when there is none. */
export function findThresholdMetric(name: string): ThresholdMetric | null {
  const known = THRESHOLD_METRICS.find((metric) => metric.name === name || metric.aliases.includes(name));
  if (known) return known;
  const percentile = percentileOf(name);
  if (percentile === null) return null;
  const fullName = name.replace(/p[\d.]+$/, `p${percentile}`);
  const metrics = latencyMetrics(`p${percentile}`, (latency) => readPercentile(latency, percentile));
  return metrics.find((metric) => metric.name === fullName) ?? null;
}

/** Returns the percentile that a metric is about, from 0 to 100; `null` for a metric that is about none. */
export function percentileOf(name: string): number | null {
  const [, , digits = "", nines] = PERCENTILE.exec(name) ?? [];
  const percentile = Number(nines === undefined ? digits : `99.${nines}`);
  return percentile > 0 ? percentile : null;
}

/** A quantity of the latency that the run is about, and the same of each latency by its name: `p95`, `answer.p95`. */
function latencyMetrics(name: string, read: (latency: Latency) => number | null): readonly ThresholdMetric[] {
  const readKnown = (latency: Latency | undefined) => (latency && latency.count > 0 ? read(latency) : null);
  return [
    metric(name, "ms", "of the latency that the run is about: of messages, else of answers", (result) =>
      readKnown(mainMeasureOf(result)?.latency),
    ),
    ...MEASURES.map((measure) =>
      metric(`${measure}.${name}`, "ms", `of the latency of each ${measure}`, ({ latencies }) =>
        readKnown(latencies[measure]),
      ),
    ),
  ];
}

/** Reads a percentile from the distribution of a latency; `null` where too few values were measured for it. */
function readPercentile({ count, p50, percentiles }: Latency, wanted: number): number | null {
  if (wanted === 50) return p50;
  if (!isMeasured(wanted, count)) return null;
  return percentiles.find(([percentile]) => percentile === wanted)?.[1] ?? null;
}

function metric(
  name: string,
  unit: ThresholdUnit,
  summary: string,
  read: ThresholdMetric["read"],
  aliases: readonly string[] = [],
): ThresholdMetric {
  return { name, aliases, unit, summary, read };
}

function known(samples: readonly Sample[], key: "serverCpuShare"): number[] {
  return samples.flatMap((sample) => sample[key] ?? []);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function percent(ratio: number | null): number | null {
  return ratio === null ? null : ratio * 100;
}
