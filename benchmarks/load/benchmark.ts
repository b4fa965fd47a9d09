/** Ends the process when a benchmark hangs: better a failure that says so than a job that never ends. */
export function endWithin(seconds: number): void {
  const giveUp = () => {
    console.error(`Gave up after ${seconds} s.`);
    process.exit(1);
  };
  setTimeout(giveUp, seconds * 1_000).unref();
}

/** Target of a benchmark. */
export interface Target {
  readonly what: string;
  readonly isMet: boolean;
  /** True when other programs on the machine can be why it is missed: then it fails no check. */
  readonly needsIdleMachine?: boolean;
}

/** Writes a line for each target: met or missed. */
export function describeTargets(targets: readonly Target[]): string[] {
  return targets.map(
    ({ what, isMet, needsIdleMachine }) =>
      `${isMet ? "✓" : "✗"} ${what}${needsIdleMachine ? ", on an idle machine" : ""}`,
  );
}

/** Prints the targets. With `isCheck` the process fails when one is missed, unless that one needs an idle machine. */
export function reportTargets(targets: readonly Target[], isCheck: boolean): void {
  for (const line of describeTargets(targets)) console.log(line);
  if (isCheck && targets.some(({ isMet, needsIdleMachine }) => !isMet && !needsIdleMachine)) process.exitCode = 1;
}
