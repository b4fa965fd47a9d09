import type { Level } from "../checks/check.ts";
import type { Verdict } from "./judge.ts";

/** Exit codes of the command. */
export const ExitCode = {
  /** The level that was asked for is held. */
  Held: 0,
  /** A rule of the level is broken. */
  Failed: 1,
  /** The command line is wrong, or a report can't be written. */
  WrongUsage: 2,
  /** Nothing of the level failed, but not all of it could be judged. */
  NotJudged: 3,
} as const;

export const EXIT_CODE_LINES = [
  "Exit codes: 0 the level is held, 1 a rule of it is broken, 2 the command line is wrong",
  "or a report can't be written, 3 nothing failed, but not all could be judged.",
];

/** Returns the exit code for the level that was asked for. */
export function exitCodeOf({ levels }: Pick<Verdict, "levels">, asked: Level): number {
  const verdict = levels.find(({ level }) => level === asked);
  if (verdict?.state === "held") return ExitCode.Held;
  return verdict?.state === "failed" ? ExitCode.Failed : ExitCode.NotJudged;
}
