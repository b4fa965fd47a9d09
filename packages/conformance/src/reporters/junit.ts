import { STAGES } from "../checks/check.ts";
import type { RuleVerdict } from "../verdict/judge.ts";
import { escapeMarkup } from "./html-page.ts";
import type { Report, Reporter } from "./reporter.ts";
import { type ShownFailure, showFailures } from "./shown-failures.ts";
import { writeFailure } from "./text.ts";

/** Longest text of a rule in the name of its case, in characters. */
const MAX_NAME = 120;

/**
 * The rules as test cases, in a suite for each stage. What could not be judged is skipped, with its reason. So is a failure that the
 * asked level does not demand: a case has failed exactly when the exit code says so.
 */
export const reporter: Reporter = {
  summary: "Write each rule as a test case, as CI systems read it (JUnit's XML).",
  write(report) {
    const { failures } = showFailures({ ...report, isStaged: false });
    const suites = Map.groupBy(report.verdict.rules, (rule) => stageOf(rule, report));
    const all = [...STAGES, "not covered"].flatMap((stage) => {
      const cases = (suites.get(stage) ?? []).map((rule) => new TestCase(rule, stage, report, failures));
      return cases.length > 0 ? [{ stage, cases }] : [];
    });
    const counts = countCases(all.flatMap(({ cases }) => cases));
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="${escapeMarkup(report.subject)}"${counts} time="${report.seconds.toFixed(3)}">`,
      ...all.flatMap(({ stage, cases }) => [
        `  <testsuite name="${stage}"${countCases(cases)}>`,
        ...cases.map((testCase) => testCase.xml),
        "  </testsuite>",
      ]),
      "</testsuites>",
      "",
    ].join("\n");
  },
};

/** Returns the stage of the check that says most about a rule: the first that is in the rule's own state. */
function stageOf({ state, checks }: RuleVerdict, { outcomes }: Report): string {
  const name = checks.find((check) => check.state === state)?.name;
  return outcomes.find(({ check }) => check.name === name)?.check.stage ?? "not covered";
}

class TestCase {
  readonly element: "failure" | "skipped" | null;
  readonly xml: string;

  constructor({ rule, state, reasons }: RuleVerdict, stage: string, report: Report, all: readonly ShownFailure[]) {
    const { verdict, level } = report;
    const failures = all.filter(({ numbers }) => numbers.includes(rule.number));
    const isDemanded = verdict.levels.some((asked) => asked.level === level && asked.failed.includes(rule.number));
    this.element = state === "passed" ? null : isDemanded ? "failure" : "skipped";
    const [first] = failures;
    const reason = first ? `expected ${first.expected}; came ${first.came}` : reasons.join("; ");
    const allowed = state === "failed" && !isDemanded ? ` (the level ${level} does not demand it)` : "";
    const open = `    <testcase classname="${verdict.role}.${stage}" name="${escapeMarkup(`${rule.number}: ${firstSentence(rule.text)}`)}"`;
    const body = failures.map(writeFailure).join("\n\n");
    this.xml = this.element
      ? `${open}>\n      <${this.element} message="${escapeMarkup(`${state}${allowed}: ${reason}`)}">${escapeMarkup(body)}</${this.element}>\n    </testcase>`
      : `${open}/>`;
  }
}

/** Returns what tells a rule from others in a list. */
function firstSentence(text: string): string {
  return text.slice(0, MAX_NAME).replace(/(?<=[.:]) .*/, "");
}

function countCases(cases: readonly TestCase[]): string {
  const count = (element: TestCase["element"]) => cases.filter((found) => found.element === element).length;
  return ` tests="${cases.length}" failures="${count("failure")}" errors="0" skipped="${count("skipped")}"`;
}
