import type { ProgramResult } from "./judge-class.ts";

/** Returns the highest level that a program holds: `none` when a rule of the first one is broken, `open` when that is not known. */
export function levelOf({ levels }: ProgramResult): string {
  const held = levels.findLast(({ state }) => state === "held");
  return held?.level ?? (levels[0]?.state === "failed" ? "none" : "open");
}
