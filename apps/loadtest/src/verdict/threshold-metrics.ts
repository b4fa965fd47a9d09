import { mainMeasureOf } from "../result/measures.ts";
import { sumAccounts } from "../result/outcomes.ts";
import type { Account, Latency, RunResult, Sample } from "../result/run-result.ts";

/** What a figure is counted in; `""` for a plain number, `%` where one core is 100. */
export type ThresholdUnit = "ms" | "bytes" | "/s" | "%" | "µs" | "";

/** A figure of a result that a condition can be about. */
export interface ThresholdMetric {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly unit: ThresholdUnit;
  /** What it is, for people. */
  readonly summary: string;
  /** Gives it; `null` where the run has not measured it. */
  read(result: RunResult): number | null;
}

const PERCENTILES = ["min", "mean", "p50", "p90", "p99", "p99.9", "max"] as const;

/** Latencies that can be named before a percentile: `answer.p99`. */
const MEASURES = ["message", "answer", "handshake", "connect"] as const;

/** Fates of a message that can be counted: `lost`, or of one kind of message alone `direct.lost`. */
const OUTCOMES: readonly { readonly name: string; readonly key: keyof Account }[] = [
  { name: "lost", key: "lost" },
  { name: "duplicated", key: "duplicated" },
  { name: "out-of-order", key: "outOfOrder" },
  { name: "corrupted", key: "corrupted" },
  { name: "refused", key: "refused" },
  { name: "exempt", key: "exempt" },
  { name: "received", key: "received" },
];

const KINDS = ["direct", "shout", "request"] as const;

/** Every figure that `--fail-if` knows: the README's table is made from it. */
export const THRESHOLD_METRICS: readonly ThresholdMetric[] = [
  ...PERCENTILES.map((percentile) =>
    figure(percentile, "ms", "of the latency that the run is about: of messages, else of answers", (result) =>
      readLatency(mainMeasureOf(result)?.latency, percentile),
    ),
  ),
  ...MEASURES.flatMap((measure) =>
    PERCENTILES.map((percentile) =>
      figure(`${measure}.${percentile}`, "ms", `of the latency of each ${measure}`, ({ latencies }) =>
        readLatency(latencies[measure], percentile),
      ),
    ),
  ),
  ...OUTCOMES.map(({ name, key }) =>
    figure(name, "", "of messages and answers of all kinds", ({ accounts }) => sumAccounts(accounts)[key]),
  ),
  ...KINDS.flatMap((kind) =>
    OUTCOMES.map(({ name, key }) =>
      figure(`${kind}.${name}`, "", `of ${kind}s`, ({ accounts }) => accounts[kind]?.[key] ?? null),
    ),
  ),
  figure("errors", "", "all errors together", ({ errors }) => sum(Object.values(errors))),
  figure("dropped", "", "connections that the server closed, or that broke", ({ errors }) => errors.dropped ?? 0),
  figure("clients", "", "the most clients that were there at once", ({ clients }) => clients.peak),
  figure("joined", "", "clients that joined in all, each time counted", ({ clients }) => clients.joined),
  figure("joins/s", "/s", "the mean while clients joined", ({ samples }) =>
    mean(samples.map(({ joinsPerSecond }) => joinsPerSecond).filter((perSecond) => perSecond > 0)),
  ),
  figure("sent/s", "/s", "the mean of the run", ({ throughput }) => throughput.sentPerSecond),
  figure("received/s", "/s", "the mean of the run", ({ throughput }) => throughput.receivedPerSecond, ["messages/s"]),
  figure("cpu", "%", "the server's, the mean of the run", ({ samples }) =>
    percent(mean(known(samples, "serverCpuShare"))),
  ),
  figure("tester-cpu", "%", "of the tester's busiest thread, the mean of the run", ({ samples }) =>
    percent(mean(samples.map(({ testerCpuShare }) => testerCpuShare))),
  ),
  figure("memory", "bytes", "the server's, at most", ({ server }) => server.peakMemoryBytes),
  figure("memory/client", "bytes", "the server's growth for each client", ({ server }) => server.memoryBytesPerClient),
  figure("cpu/message", "µs", "the server's time for each message", ({ server }) => server.cpuUsPerMessage),
];

function figure(
  name: string,
  unit: ThresholdUnit,
  summary: string,
  read: ThresholdMetric["read"],
  aliases: readonly string[] = [],
): ThresholdMetric {
  // People write p99.9 and p999.
  const spellings = name.includes("p99.9") ? [name.replace("p99.9", "p999"), ...aliases] : aliases;
  return { name, aliases: spellings, unit, summary, read };
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

function percent(share: number | null): number | null {
  return share === null ? null : share * 100;
}
