import { closeSync, openSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** One form of a report, which is an option by its name. */
interface Writer<Content> {
  readonly name: string;
  write(content: Content): string;
}

/**
 * Opens the files that were asked for, before the run: a file that can't be written is known at once.
 *
 * @param paths - by the names of the writers; whatever else is in it is left alone
 * @returns a function that writes them and returns the sentence about what went wrong, if anything did; or such a sentence
 */
export function openReportFiles<Content>(
  writers: readonly Writer<Content>[],
  paths: Readonly<Record<string, unknown>>,
): string | ((content: Content) => string | null) {
  const files = new Map<string, { readonly file: number; readonly write: Writer<Content>["write"] }>();
  for (const { name, write } of writers) {
    const path = paths[name];
    if (typeof path !== "string") continue;
    if (path === "-") return `--${name} needs the name of a file: standard output has the report for people.`;
    if (files.has(resolve(path))) return `--${name} ${path}: another report is written into this file.`;
    // All steps of a GitHub job write their summaries into this one.
    const flag = path === process.env.GITHUB_STEP_SUMMARY ? "a" : "w";
    try {
      files.set(resolve(path), { file: openSync(path, flag), write });
    } catch (error) {
      return `--${name} ${path}: the file can't be written: ${(error as Error).message}`;
    }
  }
  return (content) => {
    for (const [path, { file, write }] of files) {
      try {
        writeFileSync(file, write(content));
      } catch (error) {
        return `${path} can't be written: ${(error as Error).message}`;
      } finally {
        closeSync(file);
      }
    }
    return null;
  };
}
