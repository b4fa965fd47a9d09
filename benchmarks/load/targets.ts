/** What a benchmark is expected to show. */
export interface Target {
  readonly what: string;
  readonly isMet: boolean;
}

/** Prints which targets are met. With `isCheck` the process fails for each that is not. */
export function reportTargets(targets: readonly Target[], isCheck: boolean): void {
  for (const { what, isMet } of targets) console.log(`${isMet ? "✓" : "✗"} ${what}`);
  if (isCheck && !targets.every(({ isMet }) => isMet)) process.exitCode = 1;
}
