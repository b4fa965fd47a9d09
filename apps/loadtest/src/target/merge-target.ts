import type { TargetChoice } from "./open-target.ts";

/** A target as a scenario or a program names it. */
export type TargetParts = Partial<TargetChoice>;

/** Puts what was given over the target of a scenario, key by key. A process that runs already is not spawned. */
export function mergeTarget(scenarios: TargetParts = {}, given: TargetParts = {}): TargetParts {
  const merged = Object.entries({ ...scenarios, ...definedOf(given) });
  const isRunning = given.pid !== undefined;
  return Object.fromEntries(merged.filter(([key]) => !isRunning || (key !== "spawn" && key !== "spawnLog")));
}

function definedOf(parts: TargetParts): TargetParts {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
