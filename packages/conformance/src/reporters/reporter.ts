import type { Level, Stage } from "../checks/check.ts";
import type { Language } from "../checks/failure.ts";
import type { Outcome } from "../checks/run-checks.ts";
import type { Verdict } from "../verdict/judge.ts";

/** The reason why a check was not judged when others were chosen. */
export const NOT_ASKED_FOR = "the check was not asked for";

/** Everything that a report is made from. */
export interface Report {
  /** The program that was judged, such as `server 127.0.0.1:65432`. */
  readonly subject: string;
  /** The level that was asked for. */
  readonly level: Level;
  /** The hash of the contract, and the seed: with both the run can be repeated. */
  readonly contractHash: string;
  readonly seed: string;
  readonly seconds: number;
  readonly verdict: Verdict;
  readonly outcomes: readonly Outcome[];
  /** The language in which the failures say how they are mended, if one was asked for. */
  readonly language: Language | null;
  /** True when only the first failure is asked for, in the order of the stages. */
  readonly isStaged: boolean;
  /** The earliest stage with a failure. */
  readonly failedStage: Stage | null;
}

/**
 * A form of report. Each file of this folder that exports one by the name `reporter` is an option of the command, called like the
 * file: `json.ts` is `--json FILE`. `text` is what the command prints.
 */
export interface Reporter {
  /** A sentence about the option, for `--help`. */
  readonly summary: string;
  /** Makes the text of the file. */
  write(report: Report): string;
}
