import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { languages } from "@chat/broken-peers";
import { RecipeSchema } from "../../src/client/recipe.ts";
import { makeReport } from "../../src/commands/judging.ts";

/** The arguments of most clients. */
export const ADDRESS = ["{host}", "{port}", "{name}"];

/** Returns the command that runs a program in Python. */
export function python(path: string): readonly string[] {
  return languages.python.prepare(path);
}

/** Returns the path of a program that is here for the tests. */
export function programPath(name: string): string {
  return pathOf(`../programs/${name}`);
}

/** Returns the path of a file, relative to this one. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

/** Judges a client by all levels: by all checks, or by those that are named. */
export async function judgeClient(recipeName: string | null, command: readonly string[], check?: readonly string[]) {
  const file = recipeName && readFileSync(pathOf(`../../recipes/${recipeName}.json`), "utf8");
  const report = await makeReport({
    role: "client",
    subject: "a client",
    level: "gold",
    options: { stage: false, seed: "1", check },
    launch: { command, recipe: RecipeSchema.parse(JSON.parse(file ?? "{}")) },
  });
  const levels = Object.fromEntries(report.verdict.levels.map(({ level, failed }) => [level, failed.toSorted()]));
  const kinds = Object.fromEntries(report.outcomes.map((outcome) => [outcome.check.name, outcome.kind]));
  return { ...report, levels, kinds };
}
