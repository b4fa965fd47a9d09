import type { Metrics } from "./metrics.ts";

/** Share of the generator's time above which a run says more of the other programs than of the servers. */
const BUSY_SHARE = 0.05;

/** All that one run of the comparison found. As JSON it is in docs/reports/peers.json, and the page can be made from it again. */
export interface Comparison {
  /** Day of the run, as in 2026-11-24. */
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  /** By server. */
  readonly versions: Readonly<Record<string, string>>;
  /** By server, then by measure: a metric for each round. */
  readonly metrics: Metrics;
  /** By generator, then by measure. */
  readonly generators: Metrics;
  /** Median of the shares of the time for which other programs had the generator's core. */
  readonly waitingTimeShare: number;
}

/** Checks whether other programs left the machine to the comparison. */
export function wasQuiet({ waitingTimeShare }: Comparison): boolean {
  return waitingTimeShare <= BUSY_SHARE;
}
