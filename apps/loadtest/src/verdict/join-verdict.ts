import type { Verdict } from "../result/run-result.ts";
import type { LoadOutcome } from "./account-verdict.ts";

/** Judges a run of clients that join and leave, and send nothing. */
export function judgeJoins({ measured: { joins, durationMs }, errors, isInterrupted }: LoadOutcome): Verdict {
  const perSecond = Math.round(joins / Math.max(0.001, durationMs / 1_000));
  const failed = Object.entries(errors).filter(([, count]) => count > 0);
  return {
    kind: isInterrupted ? "interrupted" : "passed",
    text: `${joins} clients joined and left, ${perSecond} a second.`,
    evidence: failed.map(([problem, count]) => `${count} did not get in, or were dropped: ${problem}.`),
    clients: null,
    limit: null,
  };
}
