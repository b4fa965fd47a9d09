import { ENDING_CASES } from "./ending-cases.ts";
import { type Finding, Outcome } from "./finding.ts";
import { BREAKING_CASE, COUNTED_CASES, type SelftestCase, TIMED_CASES } from "./selftest-case.ts";

/** The findings of a case, in the last attempt. */
export interface CaseOutcome {
  readonly name: string;
  readonly findings: readonly Finding[];
  /** True for a second attempt, after one in which the tester was saturated. */
  readonly isRetried: boolean;
}

/** Endings that are proved at once: they mostly wait, but more of them would start at the same moment. */
const ENDINGS_AT_ONCE = 5;

/**
 * Proves the load tester against a stub server that counts its own faults: what it finds has to be what was built in. Takes
 * about two minutes.
 *
 * @returns 0, or 1 when the tester was wrong
 */
export async function runSelftest(write: (line: string) => void): Promise<number> {
  const outcomes: CaseOutcome[] = [];
  for (const timed of TIMED_CASES) outcomes.push(await proveCase(timed, write));
  outcomes.push(...(await Promise.all(COUNTED_CASES.map((counted) => proveCase(counted, write)))));
  for (let start = 0; start < ENDING_CASES.length; start += ENDINGS_AT_ONCE) {
    const some = ENDING_CASES.slice(start, start + ENDINGS_AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((ending) => proveCase(ending, write)))));
  }
  outcomes.push(await proveCase(BREAKING_CASE, write));
  write("");
  for (const line of writeFindings(outcomes)) write(line);
  const isWrong = outcomes.some(({ findings }) => findings.some(({ outcome }) => outcome === Outcome.Wrong));
  return isWrong ? 1 : 0;
}

/** Tries a case; once more when the machine was too busy to tell a right tester from a wrong one. */
export async function proveCase(selftestCase: SelftestCase, write: (line: string) => void): Promise<CaseOutcome> {
  const { name } = selftestCase;
  write(`A server that ${name} …`);
  const findings = await selftestCase.attempt();
  const isDoubtful = findings.some(({ outcome }) => outcome !== Outcome.Right) && findings.some(({ isBusy }) => isBusy);
  if (!isDoubtful) return { name, findings, isRetried: false };
  write(`  The tester was saturated: the machine had no time for it. Once more a server that ${name} …`);
  return { name, findings: await selftestCase.attempt(), isRetried: true };
}

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
    "≈ The tester was saturated here, not wrong: a busy machine added to these times, or left it no time to judge.",
    verdict,
  ];
}
