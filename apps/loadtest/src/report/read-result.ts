import { readFile } from "node:fs/promises";
import { displayText } from "@chat/protocol";
import type { z } from "zod";
import { RESULT_VERSION, type RunResult, RunResultSchema } from "../result/run-result.ts";
import { writePath } from "../result/write-path.ts";

/** Problems that are told at most: the first ones show what kind of file it is. */
const MAX_TOLD_PROBLEMS = 3;

/** Reports that a file is no result. The message names the file, the path in it and what to do. */
export class ResultFileError extends Error {
  override readonly name = "ResultFileError";
  readonly code: "UNREADABLE" | "NO_JSON" | "OTHER_VERSION" | "NO_RESULT";
  readonly path: string;

  constructor(code: ResultFileError["code"], path: string, text: string, cause?: unknown) {
    super(`${displayText(path)} ${displayText(text)}`, { cause });
    this.code = code;
    this.path = path;
  }
}

/**
 * Reads a file that `--json` wrote.
 *
 * @throws {ResultFileError} The file can't be read, or holds something else.
 */
export async function readResult(path: string): Promise<RunResult> {
  const value = parse(path, await read(path));
  const version = versionOf(value);
  if (version !== null && version !== RESULT_VERSION) {
    const text = `is a result of version ${version}, this chat-load reads version ${RESULT_VERSION}: read it with the chat-load that wrote it, or run the test again.`;
    throw new ResultFileError("OTHER_VERSION", path, text);
  }
  const { data, error } = RunResultSchema.safeParse(value);
  if (error) throw new ResultFileError("NO_RESULT", path, describeIssues(error.issues), error);
  return data;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "does not exist: give the file that a run wrote with --json FILE.",
      EISDIR: "is a folder: give a file in it.",
      EACCES: "may not be read by you: change its permissions.",
    };
    throw new ResultFileError("UNREADABLE", path, reasons[code] ?? `can't be read: ${String(error)}`, error);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = text.trim() === "" ? "it is empty" : String((error as Error).message);
    const advice = "Give the file that a run wrote with --json FILE, and let the run end before you read it.";
    throw new ResultFileError("NO_JSON", path, `is no JSON: ${reason}. ${advice}`, error);
  }
}

function versionOf(value: unknown): number | null {
  if (typeof value !== "object" || value === null || !("version" in value)) return null;
  return typeof value.version === "number" ? value.version : null;
}

function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const told = issues.slice(0, MAX_TOLD_PROBLEMS).map(({ path, message }) => `at ${writePath(path)}: ${message}`);
  if (issues.length > told.length) told.push(`and ${issues.length - told.length} problems more`);
  return `is no result of chat-load: ${told.join("; ")}. Give the file that a run wrote with --json FILE, unchanged.`;
}
