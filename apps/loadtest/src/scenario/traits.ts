import type { Persona, Scenario } from "./scenario.ts";

// Properties of a scenario that follow from its keys.

export function sendsAnything(sends: Persona["sends"]): boolean {
  return sumOf(Object.values(sends)) > 0;
}

/** Returns true for a scenario whose clients join and leave at once. */
export function isVisited({ personas }: Pick<Scenario, "personas">): boolean {
  return personas.some(({ visits }) => visits);
}

export function sumOf(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0);
}
