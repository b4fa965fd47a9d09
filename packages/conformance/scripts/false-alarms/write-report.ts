import type { RuleVerdict } from "../../src/verdict/judge.ts";
import type { Judgement } from "./judgement.ts";

const SIGNS = { passed: "✓", failed: "✗", "not judged": "?", "not covered": "" };

/** Writes the page: program × rule, and all that was not passed. */
export function writeReport(judgements: readonly Judgement[], runs: number): string {
  const parts = (["server", "client"] as const).map((role) => {
    const some = judgements.filter(({ program }) => program.role === role);
    const numbers = [...(some[0]?.byRule.keys() ?? [])];
    const rows = numbers.map((number) => [number, ...some.map(({ byRule }) => writeStates(byRule.get(number) ?? []))]);
    const covered = rows.filter(([, ...cells]) => cells.some((cell) => cell !== ""));
    return `## Rules of ${role}s

${writeTable(["rule", ...some.map(({ program }) => program.name)], covered)}`;
  });
  const levels = judgements.map(({ program: { name, level }, reports, heldRuns }) => {
    const seconds = reports.map((report) => report.seconds).toSorted((a, b) => a - b);
    return [name, level, `${heldRuns}`, `${Math.round(seconds[Math.floor(seconds.length / 2)] ?? 0)}`];
  });
  return `# The conformance kit judges right programs

Made by \`pnpm conformance:false-alarms --runs ${runs} --report FILE\`. Each program was judged ${runs} times, beside the others, on a machine that
was busy with them. ✓ is passed and ✗ failed in each run; with numbers, in so many. ? is not judged: why is said below. A level that
was not held in each run was open in the others.

${writeTable(["program", "level", "runs that held it", "median of seconds"], levels)}

${parts.join("\n\n")}

## All that did not pass

${writeTable(["program", "rule", "runs", "what the kit said"], judgements.flatMap(listExceptions))}
`;
}

function listExceptions({ program: { name }, byRule, reports }: Judgement): string[][] {
  return [...byRule].flatMap(([number, verdicts]) => {
    const skipped = verdicts.flatMap(({ state, reasons }) =>
      state === "not judged" ? [`not judged: ${reasons.join("; ")}`] : [],
    );
    const failed = reports.flatMap(({ verdict }) => {
      const of = verdict.failures.filter(({ rules }) => rules.some((rule) => rule === number));
      const checks = [...new Set(of.map(({ outcome }) => outcome.check.name))];
      return checks.length > 0 ? [`failed: ${checks.join(", ")}`] : [];
    });
    const texts = Map.groupBy([...failed, ...skipped], (text) => text);
    return [...texts].map(([text, { length }]) => [name, number, `${length}`, text.replaceAll("|", "\\|")]);
  });
}

function writeStates(verdicts: readonly Pick<RuleVerdict, "state">[]): string {
  const counts = [...Map.groupBy(verdicts, ({ state }) => SIGNS[state])].toSorted(([a], [b]) => (a < b ? 1 : -1));
  return counts.map(([sign, { length }]) => (counts.length === 1 ? sign : `${sign} ${length}`)).join(" ");
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
