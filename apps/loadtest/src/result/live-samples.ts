import type { RunResult, Sample } from "./run-result.ts";

/** Returns the samples of the time in which the server lived: what comes after its last sign of life is in no average. */
export function liveSamples({ samples, ending }: Pick<RunResult, "samples" | "ending">): readonly Sample[] {
  const { server, atMs } = ending;
  if (!server || atMs === null) return samples;
  return samples.filter((sample) => sample.atMs <= atMs);
}
