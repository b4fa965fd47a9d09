import { LEVELS, type Level, type Role } from "../checks/check.ts";
import type { Failure } from "../checks/failure.ts";
import type { Outcome } from "../checks/run-checks.ts";
import type { Rule, RuleNumber, Strength } from "../contract/contract-rules.ts";

/** The verdict about one rule. Only `passed` is good news: what was skipped never counts as passed. */
export interface RuleVerdict {
  readonly rule: Rule;
  readonly strength: Strength;
  readonly state: "passed" | "failed" | "not judged" | "not covered";
  /** The reasons of the two last states. */
  readonly reasons: readonly string[];
  /** The checks that judged it, with how they ended for this rule. */
  readonly checks: readonly { readonly name: string; readonly state: Finding["state"] }[];
}

/** The verdict about a level: `open` when nothing failed but something could not be judged. */
interface LevelVerdict {
  readonly level: Level;
  readonly state: "held" | "failed" | "open";
  readonly failed: readonly RuleNumber[];
  readonly notJudged: readonly RuleNumber[];
}

export interface Verdict {
  readonly role: Role;
  readonly rules: readonly RuleVerdict[];
  readonly levels: readonly LevelVerdict[];
  /** Failures in the order of the checks, with the rules that each breaks. */
  readonly failures: readonly {
    readonly outcome: Outcome;
    readonly failure: Failure;
    readonly rules: readonly RuleNumber[];
  }[];
}

/** Reasons why a rule can't be checked live, by its number. */
export type Uncovered = Readonly<Partial<Record<RuleNumber, string>>>;

type Finding = { readonly rule: RuleNumber; readonly level: Level; readonly check: string } & (
  | { readonly state: "passed" | "failed" }
  | { readonly state: "not judged"; readonly reason: string }
);

/** Everything that a verdict is made from. */
export interface Judged {
  readonly role: Role;
  readonly rules: readonly Rule[];
  readonly outcomes: readonly Outcome[];
  /** The last level of which all checks are among the outcomes. */
  readonly lastLevel: Level;
  readonly uncovered: Uncovered;
}

/** Makes the verdict. It depends on nothing but its arguments. */
export function judge({ role, rules, outcomes, lastLevel, uncovered }: Judged): Verdict {
  const scale = new Scale(role, rules);
  const findings = outcomes.flatMap((outcome) => findingsOf(outcome, scale));
  const verdicts = rules.flatMap((rule): RuleVerdict[] => {
    const strength = scale.strengthOf(rule.number);
    return strength ? [judgeRule(rule, strength, findings, uncovered)] : [];
  });
  const forgotten = verdicts.filter(({ rule, state }) => state === "not covered" && !uncovered[rule.number]);
  const missing = forgotten.filter(({ strength }) => strength !== "MAY").map(({ rule }) => rule.number);
  return {
    role,
    rules: verdicts,
    levels: scale.levelsTo(lastLevel).map((level) => judgeLevel(level, findings, missing, scale)),
    failures: outcomes.flatMap((outcome) =>
      failuresOf(outcome).map((failure) => ({ outcome, failure, rules: failure.details.rules ?? outcome.check.rules })),
    ),
  };
}

/** The strength with which each rule binds a role, and its level. */
class Scale {
  readonly #levels: readonly Level[];
  readonly #strengths: ReadonlyMap<RuleNumber, Strength | undefined>;

  constructor(role: Role, rules: readonly Rule[]) {
    this.#levels = LEVELS[role];
    // A client shows text as well, so it is a display.
    const strengthOf = ({ marks }: Rule) => marks[role] ?? (role === "client" ? marks.display : undefined);
    this.#strengths = new Map(rules.map((rule) => [rule.number, strengthOf(rule)]));
  }

  strengthOf(rule: RuleNumber): Strength | undefined {
    return this.#strengths.get(rule);
  }

  /** The first level that demands the rule: a MUST belongs to the first one, or to that of the check. */
  levelOf(rule: RuleNumber, checkLevel?: Level): Level {
    const isMust = this.strengthOf(rule) === "MUST";
    return (isMust ? (checkLevel ?? this.#levels[0]) : this.#levels.at(-1)) as Level;
  }

  levelsTo(last: Level): readonly Level[] {
    return this.#levels.slice(0, this.#levels.indexOf(last) + 1);
  }
}

function failuresOf(outcome: Outcome): readonly Failure[] {
  return outcome.kind === "failed" ? outcome.failures : [];
}

function findingsOf(outcome: Outcome, scale: Scale): Finding[] {
  const { check } = outcome;
  const broken = failuresOf(outcome).flatMap(({ details }) => details.rules ?? check.rules);
  return [...new Set([...check.rules, ...broken])].map((rule): Finding => {
    const finding = { rule, level: scale.levelOf(rule, check.level), check: check.name };
    if (outcome.kind === "not judged") return { ...finding, state: "not judged", reason: outcome.reason };
    if (broken.includes(rule)) return { ...finding, state: "failed" };
    if (outcome.kind === "passed" || outcome.isComplete) return { ...finding, state: "passed" };
    return { ...finding, state: "not judged", reason: `"${check.name}" stopped at ${broken.join(", ")}` };
  });
}

function judgeRule(rule: Rule, strength: Strength, all: readonly Finding[], uncovered: Uncovered): RuleVerdict {
  const findings = all.filter((finding) => finding.rule === rule.number);
  const checks = findings.map(({ check, state }) => ({ name: check, state }));
  const state = worstState(findings);
  const skipped = findings.flatMap((finding) => (finding.state === "not judged" ? [finding.reason] : []));
  if (state === "not judged") return { rule, strength, state, checks, reasons: [...new Set(skipped)] };
  const reasons = state === "not covered" ? [uncovered[rule.number] ?? "no check judges it"] : [];
  return { rule, strength, state, checks, reasons };
}

function worstState(findings: readonly Finding[]): RuleVerdict["state"] {
  const states = findings.map(({ state }) => state);
  if (states.includes("failed")) return "failed";
  if (states.includes("not judged")) return "not judged";
  return states.includes("passed") ? "passed" : "not covered";
}

/** @param missing rules that no check judges, and nobody has said why */
function judgeLevel(level: Level, all: readonly Finding[], missing: readonly RuleNumber[], scale: Scale): LevelVerdict {
  const levels = scale.levelsTo(level);
  const demanded = all.filter((finding) => levels.includes(finding.level));
  const rulesThat = (state: Finding["state"]) =>
    demanded.filter((found) => found.state === state).map(({ rule }) => rule);
  const failed = [...new Set(rulesThat("failed"))];
  const unjudged = missing.filter((rule) => levels.includes(scale.levelOf(rule)));
  const notJudged = [...new Set([...rulesThat("not judged"), ...unjudged])];
  const state = failed.length > 0 ? "failed" : notJudged.length > 0 ? "open" : "held";
  return { level, state, failed, notJudged };
}
