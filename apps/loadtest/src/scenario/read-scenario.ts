import { readFile } from "node:fs/promises";
import { displayText } from "@chat/protocol";
import type { z } from "zod";
import { writePath } from "../result/write-path.ts";
import { type Scenario, type ScenarioFile, ScenarioShape } from "./scenario.ts";
import { checkRules } from "./scenario-rules.ts";

/** Problems that are listed at most: the first ones show what kind of file it is. */
const MAX_LISTED_PROBLEMS = 10;

/** Longest value that a message shows, in characters. */
const MAX_SHOWN = 60;

/** Reports that something is no scenario. Each problem names the key: `stages[1].clients: expected …`. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
  readonly code = "SCENARIO";
  readonly problems: readonly string[];

  /** @param source the file, or what else was read */
  constructor(source: string, problems: readonly string[], options?: ErrorOptions) {
    const listed = problems.slice(0, MAX_LISTED_PROBLEMS).map((problem) => `\n  ${displayText(problem)}`);
    const more = problems.length > listed.length ? `\n  and ${problems.length - listed.length} problems more` : "";
    super(`${displayText(source)} is no scenario:${listed.join("")}${more}`, options);
    this.problems = problems;
  }
}

/**
 * Checks a scenario and fills in its defaults.
 *
 * @throws {ScenarioError} with every problem, each at its key
 */
export function readScenario(value: unknown, source = "This"): Scenario {
  const { data, error } = ScenarioShape.safeParse(value, { reportInput: true });
  if (error) throw new ScenarioError(source, error.issues.flatMap(explainIssue), { cause: error });
  // A rule about several keys is worth a look once each of them is right.
  const broken = checkRules(data);
  if (broken.length === 0) return data;
  throw new ScenarioError(
    source,
    broken.map(({ path, message }) => `${writePath(path)}: ${message}`),
  );
}

/**
 * Reads a scenario file as it is written; {@link readScenario} checks it.
 *
 * @throws {ScenarioError} when the file can't be read, or holds no JSON
 */
export async function loadScenarioFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    throw new ScenarioError(path, [reason], { cause: error });
  }
}

/** Writes a scenario so that {@link loadScenarioFile} reads the same. */
export function writeScenario(file: ScenarioFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

function explainIssue(issue: z.core.$ZodIssue): string[] {
  const path = writePath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const messages = issue.message.split("\n");
    return issue.keys.map((key, index) => `${writePath([...issue.path, key])}: ${messages[index]}`);
  }
  const value =
    issue.code !== "invalid_union" && issue.message.startsWith("expected") ? `, not ${show(issue.input)}` : "";
  return [`${path}: ${issue.message}${value}`];
}

function show(input: unknown): string {
  if (input === undefined) return "missing";
  if (Array.isArray(input)) return input.length === 0 ? "an empty list" : "a list";
  if (typeof input === "object" && input !== null) return "an object";
  const text = JSON.stringify(input);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
