import { findNearest, optionInfos } from "@chat/command-line";
import { CONTRACT_HASH } from "@chat/protocol";
import { z } from "zod";
import { type Level, type NamedCheck, type Role, STAGES } from "../checks/check.ts";
import { LANGUAGES, type Language } from "../checks/failure.ts";
import { type Outcome, runChecks } from "../checks/run-checks.ts";
import type { Slots } from "../checks/slots.ts";
import { ClientScene, type Launch } from "../client/client-scene.ts";
import { readRules } from "../contract/contract-rules.ts";
import { findChecks, findReporters } from "../find-modules.ts";
import { NOT_ASKED_FOR, type Report } from "../reporters/reporter.ts";
import { reporter as printed } from "../reporters/text.ts";
import { ServerScene, type Target } from "../server/server-scene.ts";
import { exitCodeOf } from "../verdict/exit-code.ts";
import { judge } from "../verdict/judge.ts";
import { UNCOVERED } from "../verdict/uncovered.ts";
import { choice, file, flag, text } from "./options.ts";
import { openReportFiles } from "./report-files.ts";

/**
 * Longest time of one check, in milliseconds: more than what a client has that waits 40 s for an answer [C-92], on a busy machine.
 */
const CHECK_TIME_LIMIT_MS = 120_000;

const reporters = await findReporters();
const files = reporters.map(({ name, summary }) => [name, file("Report", summary)] as const);
const checkInfo = { group: "Checks", placeholder: "<name>", default: "all", allowed: "the name of a check" };
const checkSummary = "Run this check, and those that it needs.";

/** The options that all judging commands have. */
export const judgingOptions = {
  stage: flag(
    "Report",
    "Show the first failure alone, in the order in which beginners meet the rules, and stop there when it is an early one.",
  ),
  language: choice("Report", ["any", ...LANGUAGES], "The language in which failures say how to mend them."),
  ...Object.fromEntries(files),
  check: z
    .array(z.string())
    .optional()
    .register(optionInfos, { ...checkInfo, summary: checkSummary, isRepeatable: true }),
  seed: text("Checks", "<text>", "a text", "Everything that is random follows from it."),
};

/** The values of these options; each reporter has the name of its file under its own. */
export type JudgingOptions = Readonly<Record<string, unknown>> & {
  readonly stage?: boolean;
  readonly language?: Language | "any";
  readonly check?: readonly string[] | undefined;
  readonly seed?: string | undefined;
};

/** Checks that play at the same time: most of them wait, a client takes processor time to start, and a name has 50 ms of silence. */
const CONCURRENCY = 16;

/** A program to judge: a server at its address, or a client and the way in which it is started. */
type Judging = (
  | { readonly role: "server"; readonly target: Target }
  | { readonly role: "client"; readonly launch: Launch }
) & {
  readonly subject: string;
  readonly level: Level;
  readonly options: JudgingOptions;
  /**
   * Number of checks that play at the same time, or slots that several programs share.
   * @default 16
   */
  readonly concurrency?: number | Slots;
  /**
   * Longest time of one check, in milliseconds.
   * @default 120,000
   */
  readonly timeLimitMs?: number;
};

/** Runs the checks of a role, prints the report, and writes those that were asked for. Returns the exit code, or what is wrong with a file. */
export async function judgeProgram(judging: Judging): Promise<number | string> {
  const problem = await findUnknownCheck(judging.options.check, [judging.role]);
  if (problem !== null) return problem;
  const writeFiles = openReportFiles(reporters, judging.options);
  if (typeof writeFiles === "string") return writeFiles;
  const report = await makeReport(judging);
  process.stdout.write(printed.write(report));
  return writeFiles(report) ?? exitCodeOf(report.verdict, judging.level);
}

/** Runs the checks of a role, and returns all that is known then. */
export async function makeReport(judging: Judging): Promise<Report> {
  const { role, subject, level, options, concurrency = CONCURRENCY, timeLimitMs = CHECK_TIME_LIMIT_MS } = judging;
  const { seed = "1", language = "any" } = options;
  const all = await findChecks<never>(role);
  // What only a complete server has to do is not asked of another; a client is shown all its levels.
  const checks = all.filter((check) => role === "client" || level === "complete" || check.level !== "complete");
  const chosen = options.check ? withNeeds(options.check, all) : checks;
  const startedAt = performance.now();
  // Its checks are those of the role, so they know this scene.
  const open = ({ name }: NamedCheck<never>) =>
    (judging.role === "server"
      ? new ServerScene(judging.target, `${seed} ${name}`)
      : new ClientScene(judging.launch, `${seed} ${name}`)) as never;
  const lastLevel = role === "server" ? level : "gold";
  const verdictOf = (outcomes: readonly Outcome[]) =>
    judge({ role, rules: readRules(), outcomes, lastLevel, uncovered: UNCOVERED[role] });
  // A failure that the level does not forbid stops nobody.
  const isDecisive = (outcome: Outcome) =>
    verdictOf([outcome]).levels.some((found) => found.level === level && found.state === "failed");
  const stages = options.stage ? { endsRun: isDecisive } : {};
  const ran = await runChecks(chosen, { open, concurrency, timeLimitMs, ...stages });
  const left = checks.filter((check) => !ran.some((outcome) => outcome.check.name === check.name));
  const reason = options.check ? NOT_ASKED_FOR : "an earlier stage failed";
  const skipped = { kind: "not judged", reason, milliseconds: 0 } as const;
  const outcomes: Outcome[] = [...ran, ...left.map((check) => ({ ...skipped, check }))];
  const failed = outcomes.filter(({ kind }) => kind === "failed").map(({ check }) => check.stage);
  return {
    subject,
    level,
    contractHash: CONTRACT_HASH,
    seed,
    seconds: (performance.now() - startedAt) / 1_000,
    outcomes,
    verdict: verdictOf(outcomes),
    language: language === "any" ? null : language,
    isStaged: options.stage ?? false,
    failedStage: STAGES.find((stage) => failed.includes(stage)) ?? null,
  };
}

/** Says which of the chosen checks no role has; `null` when there are all. */
export async function findUnknownCheck(
  chosen: JudgingOptions["check"],
  roles: readonly Role[],
): Promise<string | null> {
  const known = (await Promise.all(roles.map(findChecks))).flat().map(({ name }) => name);
  const unknown = chosen?.find((name) => !known.includes(name));
  if (unknown === undefined) return null;
  const nearest = findNearest(unknown, known);
  return `There is no check ${unknown}. ${nearest ? `Did you mean ${nearest}?` : `Checks: ${known.join(", ")}.`}`;
}

function withNeeds<Context>(names: readonly string[], all: readonly NamedCheck<Context>[]) {
  const needed = new Set(names);
  // A set hands out what is added while it is walked.
  for (const name of needed) for (const need of all.find((check) => check.name === name)?.needs ?? []) needed.add(need);
  return all.filter(({ name }) => needed.has(name));
}
