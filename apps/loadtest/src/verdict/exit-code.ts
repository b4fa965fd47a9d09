/** Exit codes of a run, beside those of a process that a signal has ended. */
export const ExitCode = {
  Passed: 0,
  /** The run could not be made: no server, or an unexpected failure. */
  Failed: 1,
  WrongUsage: 2,
  TesterSaturated: 97,
  MessagesLost: 98,
  ThresholdCrossed: 99,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Decides the exit code: the first that applies. Metrics of a saturated tester say nothing about losses or thresholds. */
export function decideExitCode(isTesterSaturated: boolean, hasLost: boolean, isThresholdCrossed: boolean): ExitCode {
  if (isTesterSaturated) return ExitCode.TesterSaturated;
  if (hasLost) return ExitCode.MessagesLost;
  if (isThresholdCrossed) return ExitCode.ThresholdCrossed;
  return ExitCode.Passed;
}
