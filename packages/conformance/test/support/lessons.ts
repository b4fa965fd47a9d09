import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type LanguageName, languages } from "@chat/broken-peers";
import { RecipeSchema } from "../../src/client/recipe.ts";
import { makeReport } from "../../src/commands/judging.ts";
import type { Report } from "../../src/reporters/reporter.ts";
import { ADDRESS, pathOf } from "./judge-client.ts";
import { judgeServer } from "./judge-server.ts";

/** A lesson of `docs/lessons`. */
export interface Lesson {
  readonly folder: string;
  readonly role: "client" | "server";
  readonly check: string;
  /** The rules that the naive program breaks. */
  readonly rules: readonly string[];
  /** The files of the programs, without `naive` or `mended`, by their languages. */
  readonly programs: Readonly<Partial<Record<LanguageName, string>>>;
}

export const lessons: readonly Lesson[] = [
  {
    folder: "1-no-framing",
    role: "client",
    check: "shows-glued-messages",
    rules: ["C-10", "C-22"],
    programs: { python: ".py", go: ".go" },
  },
  {
    folder: "2-half-a-character",
    role: "server",
    check: "every-cut",
    rules: ["C-10"],
    programs: { python: ".py", javascript: ".mjs" },
  },
  {
    folder: "3-the-reader-that-stops",
    role: "server",
    check: "slow-reader",
    rules: ["C-70"],
    programs: { python: ".py", ruby: ".rb" },
  },
  {
    folder: "4-the-forged-sender",
    role: "server",
    check: "forged-sender",
    rules: ["C-50"],
    programs: { python: ".py", php: ".php" },
  },
];

/** The folder of the lessons. */
export const lessonsFolder = pathOf("../../../../docs/lessons");

/** Judges a program of a lesson by the lesson's check. */
export async function judgeLesson(lesson: Lesson, language: LanguageName, kind: "naive" | "mended"): Promise<Report> {
  const source = join(lessonsFolder, lesson.folder, `${kind}${lesson.programs[language]}`);
  const workFolder = mkdtempSync(join(tmpdir(), "chat-lessons-"));
  try {
    const command = languages[language].prepare(source, workFolder);
    const judge = lesson.role === "client" ? judgeLessonClient : judgeLessonServer;
    return await judge(command, lesson.check);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

async function judgeLessonClient(command: readonly string[], check: string): Promise<Report> {
  const recipe = RecipeSchema.parse(JSON.parse(readFileSync(join(lessonsFolder, "recipe.json"), "utf8")));
  return await makeReport({
    role: "client",
    subject: "a client",
    level: "bronze",
    options: { check: [check] },
    concurrency: 1,
    launch: { command: [...command, ...ADDRESS], recipe },
  });
}

async function judgeLessonServer([program = "", ...rest]: readonly string[], check: string): Promise<Report> {
  const child = spawn(program, [...rest, "0"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [line] = await once(createInterface(child.stdout), "line");
    return await judgeServer(Number(/\d+$/.exec(line)?.[0]), [check]);
  } finally {
    child.kill("SIGKILL");
  }
}
