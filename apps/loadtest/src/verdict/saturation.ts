import { writeCount, writeMs, writePercent } from "../result/format.ts";

export interface TesterLoad {
  /** 99th percentile of the event loop's delay, in milliseconds. */
  readonly loopDelayMs: number;
  /** Share of the time in which the busiest worker's event loop had work, from 0 to 1. */
  readonly testerCpuShare: number;
}

/** Load from which on a tester measures itself. */
export const SATURATED_LOAD: TesterLoad = {
  // An event loop with time to spare is late by a few milliseconds.
  loopDelayMs: 100,
  // An event loop with less than a twentieth of its time to spare is late at the next burst.
  testerCpuShare: 0.95,
};

/** Least number of bad samples: one is a garbage collection, two are a bad second of the machine. */
const MIN_SATURATED_SAMPLES = 3;

/** Part of the samples from which on the metrics of the whole run are the tester's. */
const SATURATED_SAMPLE_SHARE = 1 / 3;

/** Judgement about the tester: was it the limit? */
export interface Saturation {
  readonly isSaturated: boolean;
  /** A sentence each; none when it was not. */
  readonly evidence: readonly string[];
}

/** Shortages of the system that stop a tester, with what helps, by the kind of error. */
export const SHORTAGES = {
  "tester-open-files":
    'the system let the tester open no more files: raise "ulimit -n", or share the run between processes with --workers.',
  "tester-ports":
    "the tester had no ports left to connect from: widen net.ipv4.ip_local_port_range, or connect from more machines.",
} as const;

/** Judges from the samples and the errors of a run if its metrics are those of the server, or of the tester. */
export function judgeSaturation(
  samples: readonly TesterLoad[],
  errors: Readonly<Record<string, number>> = {},
): Saturation {
  const saturated = samples.filter((sample) => isSaturatedSample(sample));
  const isBusy =
    saturated.length >= MIN_SATURATED_SAMPLES && saturated.length >= samples.length * SATURATED_SAMPLE_SHARE;
  // One connection that the tester could not open is enough: the load was not what was asked for.
  const shortages = Object.entries(SHORTAGES).flatMap(([kind, help]) => {
    const count = errors[kind] ?? 0;
    return count > 0 ? [`${writeCount(count)} times ${help}`] : [];
  });
  const evidence = [...(isBusy ? [describe(saturated, samples.length)] : []), ...shortages];
  return { isSaturated: evidence.length > 0, evidence };
}

export function isSaturatedSample({ loopDelayMs, testerCpuShare }: TesterLoad, bound = SATURATED_LOAD): boolean {
  return testerCpuShare >= bound.testerCpuShare || loopDelayMs >= bound.loopDelayMs;
}

function describe(saturated: readonly TesterLoad[], count: number): string {
  const share = Math.max(...saturated.map(({ testerCpuShare }) => testerCpuShare));
  const delay = Math.max(...saturated.map(({ loopDelayMs }) => loopDelayMs));
  return (
    `In ${writeCount(saturated.length)} of ${writeCount(count)} samples the tester's busiest event loop had no time to spare: ` +
    `up to ${writePercent(share)} busy, and ${writeMs(delay)} late. More --threads or --workers, or a machine of its own, help.`
  );
}
