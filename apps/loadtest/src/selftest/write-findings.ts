import { type Finding, Outcome } from "./finding.ts";
import type { CaseOutcome } from "./run-selftest.ts";

const MARKS: Record<Outcome, string> = { [Outcome.Right]: "✓", [Outcome.Saturated]: "≈", [Outcome.Wrong]: "✗" };

const HEADER = ["built in", "", "by the stub", "by the tester", "tolerance", ""];

/** Writes what a self-test found as a table, and in a sentence. */
export function writeFindings(outcomes: readonly CaseOutcome[]): string[] {
  const rows = outcomes.flatMap(({ name, findings, isRetried }) =>
    findings.map((finding, index) => writeRow(index === 0 ? name + (isRetried ? ", 2nd attempt" : "") : "", finding)),
  );
  const widths = HEADER.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = [HEADER, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, "", ...summarize(outcomes.flatMap(({ findings }) => findings))];
}

function writeRow(name: string, { what, builtIn, found, tolerance, outcome }: Finding): string[] {
  return [name, what, builtIn, found, tolerance, MARKS[outcome]];
}

function summarize(findings: readonly Finding[]): string[] {
  const count = (wanted: Outcome) => findings.filter(({ outcome }) => outcome === wanted).length;
  const wrong = count(Outcome.Wrong);
  const verdict =
    wrong === 0
      ? `The tester found what was built in: ${findings.length} of ${findings.length}.`
      : `The tester is wrong: ${wrong} of ${findings.length} findings are not what was built in.`;
  if (count(Outcome.Saturated) === 0) return [verdict];
  return [
    "≈ The tester was saturated here, not wrong: a busy machine added to these times, and the stub saw as much of it.",
    verdict,
  ];
}
