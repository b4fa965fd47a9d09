import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A line of a log file. */
interface LogLine {
  readonly kind: string;
  readonly from: string;
  readonly text: string;
}

/** Reads all log files of a conversation as one, in the order of their days. */
export function readLogs(folder: string, conversation: string): readonly LogLine[] {
  const isWanted = (path: string) => path.includes(`${conversation}.`) && path.endsWith(".log");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isWanted).sort();
  return paths.flatMap((path) => readFileSync(join(folder, path), "utf8").trimEnd().split("\n").map(readLine));
}

/**
 * Finds what is wrong with the messages of a user, who counts them at their ends; `null` when all are there, each once and in
 * order.
 *
 * @param count behind the texts, with a number as its first group
 */
export function findLogProblem(
  lines: readonly LogLine[],
  user: string,
  count: RegExp,
  expected: readonly number[],
): string | null {
  const gap = lines.find(({ kind }) => kind === "gap");
  if (gap) return `it has a gap: ${gap.text}`;
  const messages = lines.filter(({ kind, from }) => kind === "message" && from === user);
  const counts = messages.flatMap(({ text }) => count.exec(text)?.[1] ?? []).map(Number);
  const at = expected.findIndex((number, index) => counts[index] !== number);
  if (at !== -1) return `message ${expected[at]} is not where it belongs: there is ${counts[at] ?? "nothing"}`;
  return counts.length === expected.length ? null : `it has ${counts.length - expected.length} messages too many`;
}

function readLine(line: string): LogLine {
  const [, kind = "", from = "", text, ...others] = line.split("\t");
  if (text === undefined || others.length > 0) throw new Error(`A line of the log has not four columns: ${line}`);
  return { kind, from, text };
}
