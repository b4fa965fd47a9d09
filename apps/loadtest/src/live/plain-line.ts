import { writeClock, writeCount, writeMs, writeShare } from "../result/format.ts";
import type { Sample } from "../result/run-result.ts";
import type { Standing } from "./run-view.ts";

/** Where a run stands, in one line. */
export function writePlainLine({ sample, progress, asked }: Standing): string {
  return [
    `${writeClock(Math.floor(sample.atMs / 1_000))}  ${writeShare(progress)}`,
    `clients ${writeCount(sample.clients)} of ${writeCount(asked)}`,
    `joins ${writeCount(sample.joinsPerSecond)}/s`,
    `sent ${writeCount(sample.sentPerSecond)}/s`,
    `received ${writeCount(sample.receivedPerSecond)}/s`,
    ...writeLatency(sample),
    `errors ${writeCount(Object.values(sample.errors).reduce((sum, count) => sum + count, 0))}`,
  ].join("  ");
}

function writeLatency({ p50Ms, p99Ms }: Sample): string[] {
  return p50Ms === null || p99Ms === null ? [] : [`p50 ${writeMs(p50Ms)}`, `p99 ${writeMs(p99Ms)}`];
}
