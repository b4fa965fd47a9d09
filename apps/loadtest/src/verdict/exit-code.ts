/** Exit codes of a run. One that a signal has interrupted ends with 128 and the number of the signal, as shells expect. */
export const ExitCode = {
  Passed: 0,
  /** The run could not be made: no server, or an unexpected failure. */
  Failed: 1,
  WrongUsage: 2,
  ServerGone: 95,
  LoadMissing: 96,
  TesterSaturated: 97,
  MessagesLost: 98,
  ThresholdCrossed: 99,
  Interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
