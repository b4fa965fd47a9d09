import { writeFileSync } from "node:fs";
import { optionInfos, trueOrFalse } from "@chat/command-line";
import { CONTRACT_HASH } from "@chat/protocol";
import { z } from "zod";
import { type Level, type NamedCheck, type Role, STAGES } from "../checks/check.ts";
import { LANGUAGES } from "../checks/failure.ts";
import { type Outcome, runChecks, type Scene } from "../checks/run-checks.ts";
import { readRules } from "../contract/contract-rules.ts";
import { UNCOVERED } from "../contract/uncovered.ts";
import { findChecks, findReporters } from "../find-modules.ts";
import type { Report } from "../reporters/reporter.ts";
import { reporter as text } from "../reporters/text.ts";
import { exitCodeOf } from "../verdict/exit-code.ts";
import { judge } from "../verdict/judge.ts";

/** Longest time of one check, in milliseconds: more than the longest time of a rule, 30 s, on a busy machine. */
const CHECK_TIME_LIMIT_MS = 50_000;

const reporters = await findReporters();

/** The options that all judging commands have. */
export const judgingOptions = {
  stage: trueOrFalse().default(false).register(optionInfos, {
    group: "Report",
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Show the first failure alone, in the order in which beginners meet the rules.",
  }),
  language: z
    .enum(LANGUAGES)
    .optional()
    .register(optionInfos, {
      group: "Report",
      placeholder: "<language>",
      default: "none",
      allowed: `one of ${LANGUAGES.join(", ")}`,
      summary: "The language in which failures say how to mend them.",
    }),
  ...Object.fromEntries(
    reporters.map(({ name, summary }) => [
      name,
      z.string().optional().register(optionInfos, {
        group: "Report",
        placeholder: "<file>",
        default: "none",
        allowed: "the name of a file",
        summary,
      }),
    ]),
  ),
  check: z.array(z.string()).optional().register(optionInfos, {
    group: "Checks",
    placeholder: "<name>",
    default: "all",
    allowed: "the name of a check",
    summary: "Run this check, and those that it needs.",
    isRepeatable: true,
  }),
  seed: z.string().default("1").register(optionInfos, {
    group: "Checks",
    placeholder: "<text>",
    default: "1",
    allowed: "a text",
    summary: "Everything that is random follows from it.",
  }),
};

export type JudgingOptions = Readonly<Record<string, unknown>> & {
  readonly stage: boolean;
  readonly language?: (typeof LANGUAGES)[number] | undefined;
  readonly check?: readonly string[] | undefined;
  readonly seed: string;
};

interface Judging<Context extends Scene> {
  readonly role: Role;
  readonly subject: string;
  readonly level: Level;
  readonly options: JudgingOptions;
  readonly concurrency: number;
  readonly open: (check: NamedCheck<Context>) => Context;
}

/** Runs the checks of a role, prints the report, writes those that were asked for, and returns the exit code. */
export async function judgeProgram<Context extends Scene>(judging: Judging<Context>): Promise<number> {
  const report = await makeReport(judging);
  for (const { name, write } of reporters) {
    const file = judging.options[name];
    if (typeof file === "string") writeFileSync(file, write(report));
  }
  process.stdout.write(text.write(report));
  return exitCodeOf(report.verdict, judging.level);
}

/** Runs the checks of a role, and returns all that is known then. */
export async function makeReport<Context extends Scene>(judging: Judging<Context>): Promise<Report> {
  const { role, subject, level, options, open, concurrency } = judging;
  const all = await findChecks<Context>(role);
  const checks = all.filter((check) => !(role === "server" && level === "server" && check.level === "complete"));
  const chosen = options.check ? withNeeds(options.check, all) : checks;
  const left = checks.filter((check) => !chosen.includes(check));
  const startedAt = performance.now();
  const ran = await runChecks(chosen, { open, concurrency, timeLimitMs: CHECK_TIME_LIMIT_MS });
  const reason = "the check was not asked for";
  const outcomes: Outcome[] = [
    ...ran,
    ...left.map((check) => ({ check, kind: "not judged" as const, reason, milliseconds: 0 })),
  ];
  const failed = outcomes.filter(({ kind }) => kind === "failed").map(({ check }) => check.stage);
  return {
    subject,
    level,
    contractHash: CONTRACT_HASH,
    seed: options.seed,
    seconds: (performance.now() - startedAt) / 1_000,
    outcomes,
    verdict: judge({
      role,
      rules: readRules(),
      outcomes,
      // A client is shown all its levels; what only a complete server has to do is not run for the other profile.
      lastLevel: role === "server" ? level : "gold",
      uncovered: UNCOVERED[role],
    }),
    language: options.language ?? null,
    isStaged: options.stage,
    failedStage: STAGES.find((stage) => failed.includes(stage)) ?? null,
  };
}

function withNeeds<Context>(
  names: readonly string[],
  all: readonly NamedCheck<Context>[],
): readonly NamedCheck<Context>[] {
  const needed = new Set<string>();
  const add = (name: string): void => {
    needed.add(name);
    for (const need of all.find((check) => check.name === name)?.needs ?? []) add(need);
  };
  names.forEach(add);
  return all.filter(({ name }) => needed.has(name));
}
