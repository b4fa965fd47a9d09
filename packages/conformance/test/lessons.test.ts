import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findToolchainProblem, type LanguageName } from "@chat/broken-peers";
import { describe, expect, it } from "vitest";
import type { Report } from "../src/reporters/reporter.ts";
import { reporter as text } from "../src/reporters/text.ts";
import { judgeLesson, type Lesson, lessons, lessonsFolder } from "./support/lessons.ts";

describe.concurrent.each(lessons)("lesson $folder", (lesson) => {
  for (const language of Object.keys(lesson.programs) as LanguageName[]) {
    const problem = process.env.CHAT_REQUIRE_TOOLCHAINS === "1" ? null : findToolchainProblem(language);
    if (problem !== null) console.warn(`The programs of lesson ${lesson.folder} are not tested: ${problem}.`);

    it.skipIf(problem !== null)(`fails in ${language} by its rule alone, and is mended`, async () => {
      const [naive, mended] = await Promise.all([judge(lesson, language, "naive"), judge(lesson, language, "mended")]);
      expect(naive.verdict.failures.map(({ outcome, rules }) => [outcome.check.name, rules])).toEqual([
        [lesson.check, lesson.rules],
      ]);
      expect(mended.verdict.failures.map(({ failure }) => failure.details)).toEqual([]);
      expect(outcomeOf(mended, lesson)).toMatchObject({ kind: "passed" });
      if (language === "python") expect(readQuotedLines(lesson).filter((line) => !says(naive, line))).toEqual([]);
    });
  }
});

/** Judges until the machine is not too busy for a verdict. */
async function judge(lesson: Lesson, language: LanguageName, kind: "naive" | "mended"): Promise<Report> {
  for (;;) {
    const report = await judgeLesson(lesson, language, kind);
    const outcome = outcomeOf(report, lesson);
    if (outcome?.kind !== "not judged" || !outcome.reason.includes("too busy")) return report;
  }
}

function outcomeOf({ outcomes }: Report, { check }: Lesson) {
  return outcomes.find((outcome) => outcome.check.name === check);
}

/** Returns the lines that the page of a lesson quotes from the kit's report. */
function readQuotedLines({ folder }: Lesson): readonly string[] {
  const page = readFileSync(join(lessonsFolder, folder, "README.md"), "utf8");
  const quote = /```text\n(✗.*?)\n```/s.exec(page)?.[1];
  if (quote === undefined) throw new Error(`The page of ${folder} quotes nothing of the kit.`);
  return quote.split("\n").filter((line) => line !== "" && line.trim() !== "…");
}

/** True when the report has this line, or one that starts so when the line ends in `…`. */
function says(report: Report, line: string): boolean {
  const lines = text.write(report).split("\n");
  return line.endsWith("…") ? lines.some((said) => said.startsWith(line.slice(0, -1))) : lines.includes(line);
}
