/** Target of a benchmark. */
export interface Target {
  readonly what: string;
  readonly isMet: boolean;
  /** True when other programs on the machine can be why it is missed: then it fails no check. */
  readonly needsIdleMachine?: boolean;
}

/** Says which targets are met, a line each. */
export function describeTargets(targets: readonly Target[]): string[] {
  return targets.map(
    ({ what, isMet, needsIdleMachine }) =>
      `${isMet ? "✓" : "✗"} ${what}${needsIdleMachine ? ", on an idle machine" : ""}`,
  );
}

/** Prints which targets are met. With `isCheck` the process fails when one is not, unless that one needs an idle machine. */
export function reportTargets(targets: readonly Target[], isCheck: boolean): void {
  for (const line of describeTargets(targets)) console.log(line);
  if (isCheck && targets.some(({ isMet, needsIdleMachine }) => !isMet && !needsIdleMachine)) process.exitCode = 1;
}
