import { expect, it } from "vitest";
import type { NamedCheck } from "../checks/check.ts";
import { Failure } from "../checks/failure.ts";
import type { Outcome } from "../checks/run-checks.ts";
import type { Rule, RuleNumber, Strength } from "../contract/contract-rules.ts";
import { exitCodeOf } from "./exit-code.ts";
import { judge } from "./judge.ts";

const rule = (number: RuleNumber, server: Strength): Rule => ({ number, text: "", markdown: "", marks: { server } });
const rules = [rule("C-1", "MUST"), rule("C-2", "MUST"), rule("C-3", "SHOULD")];

function outcome(name: string, judged: readonly RuleNumber[], ended: Pick<Outcome, "kind"> & object): Outcome {
  const check: NamedCheck<never> = { name, title: name, rules: judged, stage: "joins", run: async () => undefined };
  return { check, milliseconds: 0, ...ended } as Outcome;
}

const passed = { kind: "passed" } as const;
const skipped = { kind: "not judged", reason: "no terminal" } as const;
const failed = (broken?: readonly RuleNumber[]) => {
  const details = { expected: "a", came: "b", mend: "", ...(broken && { rules: broken }) };
  return { kind: "failed", failures: [new Failure(details)], isComplete: false } as const;
};

function verdictOf(outcomes: readonly Outcome[], uncovered = {}) {
  const verdict = judge({ role: "server", rules, outcomes, lastLevel: "complete", uncovered });
  return {
    rules: Object.fromEntries(verdict.rules.map(({ rule: { number }, state }) => [number, state])),
    levels: Object.fromEntries(verdict.levels.map(({ level, state }) => [level, state])),
    codes: [exitCodeOf(verdict, "server"), exitCodeOf(verdict, "complete")],
  };
}

it("holds a level when all of its rules passed, or can't be checked for a reason", () => {
  expect(verdictOf([outcome("a", ["C-1"], passed)], { "C-2": "the operator chooses" })).toEqual({
    rules: { "C-1": "passed", "C-2": "not covered", "C-3": "not covered" },
    levels: { server: "held", complete: "open" },
    codes: [0, 3],
  });
});

it("leaves a level open when a rule was not judged, whatever else passed", () => {
  const outcomes = [
    outcome("a", ["C-1", "C-2"], passed),
    outcome("b", ["C-2"], skipped),
    outcome("c", ["C-3"], passed),
  ];
  expect(verdictOf(outcomes)).toMatchObject({
    rules: { "C-2": "not judged" },
    levels: { server: "open" },
    codes: [3, 3],
  });
});

it("fails a level for a broken rule of it alone", () => {
  const outcomes = [outcome("a", ["C-1", "C-2"], passed), outcome("b", ["C-3"], failed())];
  expect(verdictOf(outcomes)).toMatchObject({ levels: { server: "held", complete: "failed" }, codes: [0, 1] });
});

it("fails the rules that the failure names, and judges the others of the check no more", () => {
  const outcomes = [outcome("a", ["C-1"], failed(["C-2"]))];
  expect(verdictOf(outcomes).rules).toMatchObject({ "C-1": "not judged", "C-2": "failed" });
});
