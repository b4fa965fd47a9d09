import { displayText } from "@chat/protocol";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import type { Reporter } from "./reporter.ts";
import { countRules, describeLevel, groupByReason, showFailures } from "./shown-failures.ts";

const LEVEL_MARKS = { held: "✅", failed: "❌", open: "❔" };

/** A summary for the page of a workflow run. */
export const reporter: Reporter = {
  summary: "Write a summary in Markdown; it is appended when the file is $GITHUB_STEP_SUMMARY.",
  write(report) {
    const { verdict, outcomes, seconds, subject, seed } = report;
    const { failures, more } = showFailures(report);
    const rows = failures.map(({ numbers, check, expected, came, difference, mend, hint }) => [
      numbers.join(", "),
      escapeMarkdown(`The program ${check.title}.`),
      writeCode(expected),
      difference === "" ? writeCode(came) : `${writeCode(came)}<br>${writeCode(difference)}`,
      escapeMarkdown(`${mend} ${hint}`),
    ]);
    return [
      "## Conformance of the chat protocol",
      `${writeCode(subject)}: ${outcomes.length} checks in ${seconds.toFixed(1)} s, seed ${writeCode(seed)}.`,
      writeTable(
        ["level", "held"],
        verdict.levels.map((level) => [level.level, `${LEVEL_MARKS[level.state]} ${describeLevel(level)}`]),
      ),
      `Rules: ${(["passed", "failed", "not judged", "not covered"] as const).map((state) => `${countRules(verdict, state)} ${state}`).join(", ")}.`,
      ...(rows.length > 0
        ? ["### What failed", writeTable(["rule", "has to be", "expected", "came", "mend it"], rows), more]
        : []),
      ...writeReasons(verdict, "not judged"),
      ...writeReasons(verdict, "not covered"),
      "",
    ].join("\n\n");
  },
};

function writeTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function writeReasons(verdict: Verdict, state: RuleVerdict["state"]): string[] {
  const lines = groupByReason(verdict, state).map(
    ({ reason, numbers }) => `- ${escapeMarkdown(reason)}: ${numbers.join(", ")}`,
  );
  return lines.length > 0
    ? [`<details><summary>Rules that are ${state}</summary>\n\n${lines.join("\n")}\n\n</details>`]
    : [];
}

/** Writes a stranger's text as code, in which GitHub makes no link and notifies nobody. */
function writeCode(text: string): string {
  return text
    .split("\n")
    .map((line) => `<code>${escapeMarkdown(line)}</code>`)
    .join("<br>");
}

/** Makes a text one line without a meaning in Markdown or HTML: most signs can have one. */
function escapeMarkdown(text: string): string {
  return displayText(text).replace(/[!#-&(-+\-./:<-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
