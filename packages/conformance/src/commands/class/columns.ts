import { countRules } from "../../reporters/shown-failures.ts";
import type { ProgramResult } from "./judge-class.ts";

/** The first columns of each table of programs. */
export const COLUMNS = ["group", "kind", "level", "passed", "failed", "not judged"] as const;

/** Returns the cells of a program in these columns. */
export function cellsOf(result: ProgramResult): readonly string[] {
  const counts = (["passed", "failed", "not judged"] as const).map((state) => String(countRules(result, state)));
  return [result.group, result.kind, levelOf(result), ...counts];
}

/** Returns the highest level that a program holds: `none` when a rule of the first one is broken, `open` when that is not known. */
export function levelOf({ levels }: ProgramResult): string {
  const held = levels.findLast(({ state }) => state === "held");
  return held?.level ?? (levels[0]?.state === "failed" ? "none" : "open");
}
