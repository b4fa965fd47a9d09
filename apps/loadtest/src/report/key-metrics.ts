import { countErrors } from "../result/error-kind.ts";
import { writeBytes, writeCount, writeIfMeasured, writeMs, writeNumber } from "../result/format.ts";
import { mainMeasureOf, measuresJoins } from "../result/measures.ts";
import { sumAccounts } from "../result/outcomes.ts";
import type { RunResult } from "../result/run-result.ts";
import { LIMIT_WORDS, type Tone, wordsOf } from "./verdict-words.ts";

export interface KeyMetric {
  readonly title: string;
  readonly value: string;
  readonly note: string;
  readonly tone: Tone | null;
}

export function keyMetricsOf(result: RunResult): readonly KeyMetric[] {
  if (measuresJoins(result)) return [joins(result), ...latency(result), errors(result), ...server(result)];
  return [clients(result), received(result), ...latency(result), lost(result), errors(result), ...server(result)];
}

function joins({ throughput, clients: { joined } }: RunResult): KeyMetric {
  const note = `${writeCount(joined)} joined and left, those of the warm-up included`;
  return { title: "Joins", value: `${writeNumber(throughput.joinsPerSecond)}/s`, note, tone: null };
}

function clients({ verdict, clients: { asked, joined, peak } }: RunResult): KeyMetric {
  if (verdict.clients !== null && verdict.clients > 0) {
    const { tone } = wordsOf(verdict);
    const words = verdict.limit === null ? "" : LIMIT_WORDS[verdict.limit];
    const note = tone === "good" ? words : `then: ${words}`;
    return { title: "Clients held", value: writeCount(verdict.clients), note, tone };
  }
  const isShort = joined < asked;
  // Where clients leave and come back, each of their joins counts.
  const note =
    joined > asked
      ? `${writeCount(joined)} joins of ${writeCount(asked)}`
      : `${writeCount(joined)} of ${writeCount(asked)} joined`;
  return { title: "Clients at once", value: writeCount(peak), note, tone: isShort ? "bad" : null };
}

function received({ throughput }: RunResult): KeyMetric {
  const note = `sent ${writeNumber(throughput.sentPerSecond)}/s`;
  return { title: "Received", value: `${writeNumber(throughput.receivedPerSecond)}/s`, note, tone: null };
}

function latency(result: RunResult): KeyMetric[] {
  const main = mainMeasureOf(result);
  if (!main) return [];
  const { p50, p99, max } = main.latency;
  const note = `${main.title}: half within ${writeMs(p50)}, all within ${writeMs(max)}`;
  return [{ title: "Latency p99", value: writeIfMeasured(p99, writeMs), note, tone: null }];
}

function lost({ accounts }: RunResult): KeyMetric {
  const { expected, lost: count, duplicated, outOfOrder, corrupted } = sumAccounts(accounts);
  const others = [
    [duplicated, "duplicated"],
    [outOfOrder, "out of order"],
    [corrupted, "corrupted"],
  ] as const;
  const faults = others.filter(([times]) => times > 0).map(([times, name]) => `${writeCount(times)} ${name}`);
  const note = [`of ${writeCount(expected)} expected`, ...faults].join(", ");
  return { title: "Lost", value: writeCount(count), note, tone: count > 0 || faults.length > 0 ? "bad" : "good" };
}

function errors({ errors: byKind }: RunResult): KeyMetric {
  const kinds = Object.entries(byKind).sort(([, a], [, b]) => b - a);
  const total = countErrors(byKind);
  const [most] = kinds;
  const note = most && total > 0 ? `most: ${most[0]}` : "of any kind";
  return { title: "Errors", value: writeCount(total), note, tone: total > 0 ? "bad" : "good" };
}

function server({ server: { cpuUsPerDelivered, memoryBytesPerClient, peakMemoryBytes } }: RunResult): KeyMetric[] {
  const memory = [
    ...(memoryBytesPerClient === null ? [] : [`${writeBytes(memoryBytesPerClient)} a client`]),
    ...(peakMemoryBytes === null ? [] : [`${writeBytes(peakMemoryBytes)} in all`]),
  ];
  if (cpuUsPerDelivered !== null) {
    const note = ["for each message delivered", ...memory].join(", ");
    return [{ title: "Server CPU", value: `${writeNumber(cpuUsPerDelivered)} µs`, note, tone: null }];
  }
  const [value, ...rest] = memory;
  return value === undefined ? [] : [{ title: "Server memory", value, note: rest.join(", "), tone: null }];
}
