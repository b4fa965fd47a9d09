import { STAGES } from "../checks/check.ts";
import type { Mend } from "../checks/failure.ts";
import type { Rule, RuleNumber } from "../contract/contract-rules.ts";
import type { RecordedWire } from "../recorded-wire.ts";
import { firstDifference, showSeen } from "../show-difference.ts";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import type { Report } from "./reporter.ts";

/** A failure in the words that all reports for people have. */
export interface ShownFailure {
  readonly check: Report["outcomes"][number]["check"];
  readonly numbers: readonly RuleNumber[];
  readonly rules: readonly Rule[];
  readonly wires: readonly RecordedWire[];
  readonly expected: string;
  readonly came: string;
  /** A sentence about the first byte that differs; `""` when there is nothing to compare. */
  readonly difference: string;
  readonly mend: string;
  /** The known mistake that explains it; `""` when there is none. */
  readonly hint: string;
}

/** Returns the failures in the order in which beginners meet them, or the first alone, and a sentence about those that are left out. */
export function showFailures(report: Report): { readonly failures: readonly ShownFailure[]; readonly more: string } {
  const { verdict, isStaged } = report;
  const all = verdict.failures
    .toSorted((a, b) => stageOf(a) - stageOf(b))
    .map((failure) => showFailure(failure, report));
  const failures = isStaged ? all.slice(0, 1) : all;
  const left = all.length - failures.length;
  return { failures, more: left > 0 ? `${left} more failures come after it: mend this one first.` : "" };
}

function stageOf({ outcome }: Verdict["failures"][number]): number {
  return STAGES.indexOf(outcome.check.stage);
}

function showFailure({ outcome, failure, rules }: Verdict["failures"][number], report: Report): ShownFailure {
  const { expected, came, mend, mistake } = failure.details;
  const at = firstDifference(expected, came);
  return {
    check: outcome.check,
    numbers: rules,
    rules: report.verdict.rules.flatMap(({ rule }) => (rules.includes(rule.number) ? [rule] : [])),
    wires: failure.wires,
    expected: showSeen(expected),
    came: showSeen(came),
    difference: at === null ? "" : `The first byte that differs is byte ${at}, counted from 0.`,
    mend: pickMend(mend, report.language),
    hint: mistake?.words ?? "",
  };
}

function pickMend(mend: Mend, language: Report["language"]): string {
  if (typeof mend === "string") return mend;
  return (language && mend[language]) ?? mend.any;
}

/** Returns the rules in a state by their reasons, so that each reason is said once. */
export function groupByReason({ rules }: Verdict, state: RuleVerdict["state"]) {
  const reasons = rules
    .filter((rule) => rule.state === state)
    .flatMap(({ rule, reasons }) => reasons.map((reason) => ({ number: rule.number, reason })));
  return [...Map.groupBy(reasons, ({ reason }) => reason)].map(([reason, found]) => ({
    reason,
    numbers: found.map(({ number }) => number),
  }));
}

/** Says whether a level is held, in words that follow its name. */
export function describeLevel({ state, failed, notJudged }: Verdict["levels"][number]): string {
  if (state === "held") return "yes";
  if (state === "failed") return `no, because of ${failed.join(", ")}`;
  return `open, since not all was judged${notJudged.length > 0 ? `: ${notJudged.join(", ")}` : ""}`;
}
