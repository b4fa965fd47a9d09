import { ErrorKind } from "../result/error-kind.ts";
import { sumAccounts } from "../result/outcomes.ts";
import type { RunResult, Verdict } from "../result/run-result.ts";
import { decideExitCode, ExitCode } from "./exit-code.ts";
import { judgeSaturation } from "./saturation.ts";
import type { Threshold } from "./threshold.ts";
import { evaluateThresholds } from "./threshold.ts";

/**
 * Draws the conclusion of a run: which conditions came true, whether the tester was the limit, the verdict, and the exit code.
 * An interrupted run is judged by the same rules, on what was seen.
 *
 * A server that drops the connection of a client that reads has failed, with or without something in flight.
 * Of a run that sought the server's limit and found it, losses and drops are part of what was found, and no failure. A tester's limit is
 * never the server's.
 */
export function conclude(result: RunResult, thresholds: readonly Threshold[]): RunResult {
  const outcomes = evaluateThresholds(result, thresholds);
  const crossed = outcomes.filter(({ outcome }) => outcome !== "kept");
  const saturation = judgeSaturation(result.samples, result.errors);
  const { kind, limit } = result.verdict;
  const isServerLimit = kind === "limit-found" && limit !== null && !isOfTester(limit) && !isOfRun(limit);
  const hasLost = !isServerLimit && sumAccounts(result.accounts).lost > 0;
  const hasDropped = result.command !== "breaking-point" && (result.errors[ErrorKind.Dropped] ?? 0) > 0;
  // A limit that is the server's by its rule was judged with the tester's load in view.
  const isTesterSaturated = isOfTester(limit) || (saturation.isSaturated && !isServerLimit);
  const exitCode = decideExitCode(isTesterSaturated, hasLost || hasDropped, crossed.length > 0);
  const failure = hasLost ? "messages-lost" : "connections-dropped";
  const verdict = amend(result.verdict, exitCode, saturation.evidence, crossed, failure);
  return { ...result, thresholds: outcomes, verdict, exitCode };
}

function isOfTester(limit: Verdict["limit"]): boolean {
  return limit?.startsWith("tester-") ?? false;
}

/** The bounds of the run itself: nothing broke. */
function isOfRun(limit: Verdict["limit"]): boolean {
  return limit === "max-clients" || limit === "max-duration";
}

/** Puts the verdict of the run in line with the exit code. */
function amend(
  verdict: Verdict,
  exitCode: ExitCode,
  saturation: readonly string[],
  crossed: RunResult["thresholds"],
  failure: "messages-lost" | "connections-dropped",
): Verdict {
  const isLimit = verdict.kind === "limit-found";
  switch (exitCode) {
    case ExitCode.TesterSaturated: {
      const text = `The tester was the limit, and not the server: these metrics are the tester's. ${verdict.text}`;
      return { ...verdict, kind: "tester-saturated", text, evidence: [...saturation, ...verdict.evidence] };
    }
    case ExitCode.ThresholdCrossed: {
      const text = `${describeThresholds(crossed).join(" ")} ${verdict.text}`;
      const isCrossed = crossed.some(({ outcome }) => outcome === "crossed");
      return { ...verdict, kind: isCrossed ? "threshold-crossed" : "threshold-not-measured", text };
    }
    case ExitCode.MessagesLost:
      return { ...verdict, kind: failure };
    default:
      // Losses that the account finds and that are no failure leave the limit the verdict.
      return isLimit ? verdict : { ...verdict, kind: verdict.kind === "interrupted" ? "interrupted" : "passed" };
  }
}

function describeThresholds(outcomes: RunResult["thresholds"]): string[] {
  const describe = (wanted: "crossed" | "not-measured", one: string, many: string) => {
    const conditions = outcomes.filter(({ outcome }) => outcome === wanted).map(({ condition }) => condition);
    return conditions.length === 0 ? [] : [`${conditions.length === 1 ? one : many}: ${conditions.join(", ")}.`];
  };
  return [
    ...describe("crossed", "A condition came true", "Conditions came true"),
    ...describe(
      "not-measured",
      "A condition could not be judged, since its metric was not measured",
      "Conditions could not be judged, since their metrics were not measured",
    ),
  ];
}
