import type { Level, Role } from "../../checks/check.ts";
import { Slots } from "../../checks/slots.ts";
import { NOT_ASKED_FOR, type Report } from "../../reporters/reporter.ts";
import { groupByReason, showFailures } from "../../reporters/shown-failures.ts";
import { writeFailure } from "../../reporters/text.ts";
import type { Target } from "../../server/server-scene.ts";
import { startServer } from "../../server/start-server.ts";
import type { Verdict } from "../../verdict/judge.ts";
import { type JudgingOptions, makeReport } from "../judging.ts";
import type { ClassProgram } from "./class-file.ts";

/** Checks that play at the same time, of all programs together. */
const CONCURRENCY = 16;

/** The verdict about one program of a class, without the bytes that it is made from: a class has many. */
export interface ProgramResult extends Pick<Verdict, "rules" | "levels"> {
  readonly group: string;
  readonly kind: Role;
  readonly failures: readonly ProgramFailure[];
  readonly seconds: number;
  /** Something else that its group should know, such as how a server ended, or why nothing was judged. */
  readonly remark: string | null;
}

interface ProgramFailure extends Pick<Verdict["failures"][number], "rules"> {
  readonly title: string;
  readonly mend: string;
  /** All that is known of it, as the report prints it. */
  readonly text: string;
}

export interface ClassOptions {
  readonly options: JudgingOptions;
  /** The profile that servers are judged by. */
  readonly profile: Level;
  /** Programs that are judged at the same time. */
  readonly atOnce: number;
  readonly onResult?: (result: ProgramResult) => void;
}

/** Judges every program of a class. Whatever one of them does, the others are judged. */
export async function judgeClass(programs: readonly ClassProgram[], options: ClassOptions): Promise<ProgramResult[]> {
  const slots = new Slots(options.atOnce);
  return await Promise.all(
    programs.map(async (program) => {
      const result = await slots.use(() => judgeOne(program, options));
      options.onResult?.(result);
      return result;
    }),
  );
}

async function judgeOne(program: ClassProgram, options: ClassOptions): Promise<ProgramResult> {
  const { group, kind } = program;
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  const named = { group, kind, levels: [], rules: [], failures: [] };
  try {
    const { report, remark } = await (program.kind === "client"
      ? judgeClient(program, options)
      : judgeServer(program, options));
    return { ...named, remark, seconds: seconds(), ...(report && summarize(report)) };
  } catch (error) {
    return { ...named, remark: `The kit could not judge it: ${error}`, seconds: seconds() };
  }
}

interface Judgement {
  readonly report?: Report;
  readonly remark: string | null;
}

type ProgramOf<Kind extends Role> = Extract<ClassProgram, { kind: Kind }>;

async function judgeClient(program: ProgramOf<"client">, options: ClassOptions): Promise<Judgement> {
  const { command, recipe, folder } = program;
  const launch = { command, recipe, folder };
  const report = await makeReport({ ...judgingOf(options), role: "client", level: "gold", launch });
  const isJudged = report.outcomes.some(({ kind }) => kind !== "not judged");
  const reasons = groupByReason(report.verdict, "not judged").map(({ reason }) => reason);
  return { report, remark: isJudged ? null : (reasons.find((reason) => reason !== NOT_ASKED_FOR) ?? null) };
}

async function judgeServer(program: ProgramOf<"server">, options: ClassOptions): Promise<Judgement> {
  if (program.address) return { report: await judgeAt(program.address, options), remark: null };
  const started = await startServer(program.command ?? [], program.folder);
  await using running = started.program;
  if (!running.isThere) return { remark: running.describe() };
  const report = await judgeAt(started.target, options);
  if (running.ending !== null) return { report, remark: running.describe() };
  return { report, remark: started.isUp ? null : "It has never listened on the port of its command." };
}

async function judgeAt(target: Target, options: ClassOptions): Promise<Report> {
  return await makeReport({ ...judgingOf(options), role: "server", level: options.profile, target });
}

/** As many checks play at the same time as for one program alone. */
function judgingOf({ options, atOnce }: ClassOptions) {
  return { subject: "", options, concurrency: Math.ceil(CONCURRENCY / atOnce) };
}

function summarize(report: Report): Pick<ProgramResult, "rules" | "levels" | "failures"> {
  const { rules, levels } = report.verdict;
  return {
    rules,
    levels,
    failures: showFailures(report).failures.map((shown) => ({
      rules: shown.numbers,
      title: shown.check.title,
      mend: shown.mend,
      text: writeFailure(shown),
    })),
  };
}
