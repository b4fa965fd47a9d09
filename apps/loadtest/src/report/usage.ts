import type { RunResult, Sample } from "../result/run-result.ts";

/** Usage of the machine over the samples of a run. CPU is the share of one core; `null` where nothing is known. */
export interface Usage {
  readonly testerCpu: Spread | null;
  readonly loopDelayMs: Spread | null;
  readonly serverCpu: Spread | null;
}

interface Spread {
  readonly mean: number;
  readonly max: number;
}

export function usageOf({ samples }: Pick<RunResult, "samples">): Usage {
  const spread = (read: (sample: Sample) => number | null) => spreadOf(samples.map(read));
  return {
    testerCpu: spread(({ testerCpuShare }) => testerCpuShare),
    loopDelayMs: spread(({ loopDelayMs }) => loopDelayMs),
    serverCpu: spread(({ serverCpuShare }) => serverCpuShare),
  };
}

function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const sum = known.reduce((total, value) => total + value, 0);
  return { mean: sum / known.length, max: known.reduce((a, b) => Math.max(a, b)) };
}
