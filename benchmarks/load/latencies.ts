import { quantile } from "./quantile.ts";

/** Durations of one kind of event, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

export function describeLatencies(latencies: readonly number[]): Latencies {
  return { p50: toMicroseconds(quantile(latencies, 0.5)), p99: toMicroseconds(quantile(latencies, 0.99)) };
}

/** Cuts off what is below a microsecond. */
function toMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}
