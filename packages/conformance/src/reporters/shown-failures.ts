import { LEVELS, STAGES } from "../checks/check.ts";
import type { Mend } from "../checks/failure.ts";
import type { Rule, RuleNumber } from "../contract/contract-rules.ts";
import type { RecordedWire } from "../recorded-wire.ts";
import { firstDifference, showDifference, showSeen } from "../show-difference.ts";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import type { Report } from "./reporter.ts";

/** A failure in the words that all reports for people have. */
export interface ShownFailure {
  readonly check: Report["outcomes"][number]["check"];
  readonly numbers: readonly RuleNumber[];
  /** Words behind the numbers of rules that the level does not demand; `""` when it does. */
  readonly demandedBy: string;
  readonly rules: readonly Rule[];
  readonly wires: readonly RecordedWire[];
  readonly expected: string;
  readonly came: string;
  /** The first byte that differs, and the bytes around it; `""` when there is nothing to compare. */
  readonly difference: string;
  readonly mend: string;
  /** The known mistake that explains it; `""` when there is none. */
  readonly hint: string;
}

/** Returns the failures in the order in which they are best mended, or the first alone, and a sentence about those that are left out. */
export function showFailures(report: Report): { readonly failures: readonly ShownFailure[]; readonly more: string } {
  const all = report.verdict.failures
    .toSorted((a, b) => placeOf(a, report) - placeOf(b, report))
    .map((failure) => showFailure(failure, report));
  const failures = report.isStaged ? all.slice(0, 1) : all;
  const left = all.length - failures.length;
  return { failures, more: left > 0 ? `${left} more failures were seen: mend this one first.` : "" };
}

type FailureOfRules = Verdict["failures"][number];

/** A server that has gone comes first, as the cause of others; then what the level demands; each in the order of the stages. */
function placeOf(found: FailureOfRules, report: Report): number {
  if (found.rules.includes("C-1")) return -1;
  return Number(!isDemanded(found, report)) * STAGES.length + STAGES.indexOf(found.outcome.check.stage);
}

function isDemanded({ rules }: FailureOfRules, { verdict, level }: Report): boolean {
  const failed = verdict.levels.find((found) => found.level === level)?.failed ?? [];
  return rules.some((rule) => failed.includes(rule));
}

function showFailure(found: FailureOfRules, report: Report): ShownFailure {
  const { outcome, failure, rules } = found;
  const { verdict, level, language } = report;
  const { expected, came, mend, mistake } = failure.details;
  const at = firstDifference(expected, came);
  return {
    check: outcome.check,
    numbers: [...new Set(rules)],
    demandedBy: isDemanded(found, report) ? "" : `, which ${LEVELS[verdict.role].at(-1)} demands and ${level} does not`,
    rules: verdict.rules.flatMap(({ rule }) => (rules.includes(rule.number) ? [rule] : [])),
    wires: failure.wires,
    expected: showSeen(expected),
    came: showSeen(came),
    difference: at === null ? "" : showDifference(expected, came, at),
    mend: pickMend(mend, language),
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

/** Counts the rules in one state. */
export function countRules({ rules }: Pick<Verdict, "rules">, state: RuleVerdict["state"]): number {
  return rules.filter((rule) => rule.state === state).length;
}

/** Says whether a level is held, in words that follow its name. */
export function describeLevel({ state, failed, notJudged }: Verdict["levels"][number]): string {
  if (state === "held") return "yes";
  if (state === "failed") return `no, because of ${inNumbers(failed)}`;
  return `open, since not all was judged${notJudged.length > 0 ? `: ${inNumbers(notJudged)}` : ""}`;
}

/** Writes rules in the order of their numbers. */
function inNumbers(rules: readonly RuleNumber[]): string {
  return rules.toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2))).join(", ");
}
