import { countErrors } from "../result/error-kind.ts";
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

const PERCENTILES = ["min", "mean", "p50", "p90", "p99", "p99.9", "max"] as const;

/** Latencies that can be named before a percentile: `answer.p99`. */
const MEASURES = [Measure.Message, Measure.Answer, Measure.Handshake, Measure.Connect];

/** Outcomes of a message that can be counted: `lost`, or of one kind of message alone `direct.lost`. */
const COUNTED_OUTCOMES = OUTCOMES.filter(({ key }) => key !== "expected").map(({ key, title }) => ({
  key,
  name: title.replaceAll(" ", "-"),
}));

const KINDS = ["direct", "shout", "request"] as const;

/** Every metric that `--fail-if` knows: the README's table is made from it. */
export const THRESHOLD_METRICS: readonly ThresholdMetric[] = [
  ...PERCENTILES.map((percentile) =>
    metric(percentile, "ms", "of the latency that the run is about: of messages, else of answers", (result) =>
      readLatency(mainMeasureOf(result)?.latency, percentile),
    ),
  ),
  ...MEASURES.flatMap((measure) =>
    PERCENTILES.map((percentile) =>
      metric(`${measure}.${percentile}`, "ms", `of the latency of each ${measure}`, ({ latencies }) =>
        readLatency(latencies[measure], percentile),
      ),
    ),
  ),
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
  metric("cpu/message", "µs", "the server's time for each message", ({ server }) => server.cpuUsPerMessage),
];

function metric(
  name: string,
  unit: ThresholdUnit,
  summary: string,
  read: ThresholdMetric["read"],
  aliases: readonly string[] = [],
): ThresholdMetric {
  // People write p99.9 and p999.
  const others = name.includes("p99.9") ? [name.replace("p99.9", "p999")] : [];
  return { name, aliases: [...others, ...aliases], unit, summary, read };
}

function readLatency(latency: Latency | undefined, percentile: (typeof PERCENTILES)[number]): number | null {
  if (!latency || latency.count === 0) return null;
  return latency[percentile === "p99.9" ? "p999" : percentile];
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
