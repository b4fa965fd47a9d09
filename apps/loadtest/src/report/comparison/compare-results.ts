import { countErrors } from "../../result/error-kind.ts";
import { writeBytes, writeCount, writeMs, writeNumber, writePercent } from "../../result/format.ts";
import { measuresJoins, measuresOf } from "../../result/measures.ts";
import { OUTCOMES, sumAccounts } from "../../result/outcomes.ts";
import type { Latency, RunResult } from "../../result/run-result.ts";
import { usageOf } from "../describe-run.ts";

/** One metric of several runs; `null` where a run does not have it. */
export interface ComparedMetric {
  readonly group: string;
  readonly title: string;
  readonly values: readonly (number | null)[];
  write(value: number): string;
  /** Direction of the better news; `null` where neither is better. */
  readonly better: "lower" | "higher" | null;
}

/** Lists the metrics by which one compares several runs, without those that none of them has. */
export function compareResults(results: readonly RunResult[]): readonly ComparedMetric[] {
  const metric = (
    group: string,
    title: string,
    read: (result: RunResult) => number | null | undefined,
    write: (value: number) => string,
    better: ComparedMetric["better"],
  ): ComparedMetric => ({ group, title, values: results.map((result) => read(result) ?? null), write, better });

  const metrics = [
    metric("Clients", "at the limit", limitOf, writeCount, "higher"),
    metric("Clients", "at once, at most", ({ clients }) => clients.peak, writeCount, null),
    metric("Throughput", "joins/s", ofJoins(true, "joinsPerSecond"), writeNumber, "higher"),
    metric("Throughput", "sent/s", ofJoins(false, "sentPerSecond"), writeNumber, "higher"),
    metric("Throughput", "received/s", ofJoins(false, "receivedPerSecond"), writeNumber, "higher"),
    ...OUTCOMES.map(({ key, title, isFault }) => {
      const read = (result: RunResult) => (measuresJoins(result) ? null : sumAccounts(result.accounts)[key]);
      return metric("Messages", title, read, writeCount, isFault ? "lower" : null);
    }),
    ...latencyMetrics(results).map(({ name, title, key, keyTitle }) =>
      metric(`Latency, ${title}`, keyTitle, ({ latencies }) => latencies[name]?.[key], writeMs, "lower"),
    ),
    metric("Errors", "of every kind", ({ errors }) => countErrors(errors), writeCount, "lower"),
    metric("Server", "CPU per delivery", ({ server }) => server.cpuUsPerDelivered, writeUs, "lower"),
    metric("Server", "CPU of a core", (result) => usageOf(result).serverCpu?.mean, writePercent, null),
    metric("Server", "memory, at most", ({ server }) => server.peakMemoryBytes, writeBytes, "lower"),
    metric("Server", "memory a client", ({ server }) => server.memoryBytesPerClient, writeBytes, "lower"),
    metric("Tester", "peak CPU of a core", (result) => usageOf(result).testerCpu?.max, writePercent, null),
    metric("Tester", "peak loop delay", (result) => usageOf(result).loopDelayMs?.max, writeMs, null),
  ];
  return metrics.filter(({ values }) => values.some((value) => value !== null));
}

/** Stands below the changes of single runs: nobody knows how far two equal runs lie apart. */
export const NO_CLAIM_NOTE =
  "One run of each shows no difference: any change may be chance. Compare several equal runs of each, report a*.json -- b*.json.";

/** Lists what makes the comparison of runs less than fair, a sentence each. */
export function findCautions(results: readonly RunResult[]): readonly string[] {
  const differs = (read: (result: RunResult) => unknown) => new Set(results.map(read)).size > 1;
  return [
    ...(differs(({ command }) => command)
      ? ["The runs are of different kinds: few of their metrics mean the same."]
      : []),
    ...(differs(({ machine }) => `${machine.cpu}\0${machine.cores}\0${machine.memoryBytes}`)
      ? ["The runs were made on different machines: differences need not be the server's."]
      : []),
    ...(differs(({ machine }) => machine.node) ? ["The versions of Node differ."] : []),
    ...(differs(({ tester }) => tester.version) ? ["The versions of chat-load differ."] : []),
    ...(results.some(({ verdict }) => verdict.kind === "tester-saturated")
      ? ["In a run the tester was the limit: what it shows is not the server's."]
      : []),
    ...(results.some(({ verdict }) => verdict.kind === "interrupted") ? ["A run was interrupted."] : []),
  ];
}

const LATENCY_KEYS: readonly { readonly key: Exclude<keyof Latency, "percentiles">; readonly keyTitle: string }[] = [
  { key: "p50", keyTitle: "p50" },
  { key: "p90", keyTitle: "p90" },
  { key: "p99", keyTitle: "p99" },
  { key: "p999", keyTitle: "p99.9" },
  { key: "max", keyTitle: "max" },
];

function latencyMetrics(results: readonly RunResult[]) {
  const latencies = Object.assign({}, ...results.map((result) => result.latencies)) as RunResult["latencies"];
  return measuresOf({ latencies }).flatMap(({ name, title }) =>
    LATENCY_KEYS.map(({ key, keyTitle }) => ({ name, title, key, keyTitle })),
  );
}

/** Reads a rate of the runs that measure joins, or of the others. */
function ofJoins(isOfJoins: boolean, key: keyof RunResult["throughput"]): (result: RunResult) => number | null {
  return (result) => (measuresJoins(result) === isOfJoins ? result.throughput[key] : null);
}

function limitOf({ verdict }: RunResult): number | null {
  return verdict.kind === "limit-found" || verdict.kind === "no-limit-met" ? verdict.clients : null;
}

function writeUs(us: number): string {
  return `${writeNumber(us)} µs`;
}
