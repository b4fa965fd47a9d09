import { displayText } from "@chat/protocol";
import type { RunResult } from "../result/run-result.ts";

/** Characters of a label, so that some fit beside each other. */
const MAX_LABEL = 36;

/** A run as reports of several runs speak of it. */
export interface LabelledRun {
  /** `A`, `B`, …; of runs in groups `A1`, `A2`, … */
  readonly letter: string;
  /** The letter, and in what this run differs from the others: `B · rate 2000/s`. */
  readonly label: string;
  readonly result: RunResult;
}

/** Labels each run with a letter, and with the settings that tell it apart. */
export function labelRuns(
  results: readonly RunResult[],
  letters: readonly string[] = results.map((_result, index) => letterOf(index)),
): readonly LabelledRun[] {
  const traits = results.map(traitsOf);
  const telling = findTellingTraits(traits);
  return results.map((result, index) => {
    const letter = letters[index] ?? letterOf(index);
    const own = telling.flatMap((name) => {
      const value = traits[index]?.get(name);
      return value === undefined ? [] : [name === "command" ? value : `${name} ${value}`];
    });
    const text = own.length > 0 ? own.join(", ") : result.startedAt.slice(0, 19).replace("T", " ");
    return { letter, label: cut(`${letter} · ${displayText(text)}`), result };
  });
}

/** As few traits as tell apart all runs that can be told apart. */
function findTellingTraits(traits: readonly ReadonlyMap<string, string>[]): readonly string[] {
  const telling: string[] = [];
  const countDistinct = (names: readonly string[]) =>
    new Set(traits.map((trait) => JSON.stringify(names.map((name) => trait.get(name) ?? null)))).size;
  for (const name of new Set(traits.flatMap((trait) => [...trait.keys()]))) {
    if (countDistinct([...telling, name]) > countDistinct(telling)) telling.push(name);
  }
  return telling;
}

function traitsOf({ command, settings, server }: RunResult): ReadonlyMap<string, string> {
  const kind: [string, string][] = server.kind ? [["server", server.kind]] : [];
  return new Map([["command", command], ...Object.entries(settings), ...kind]);
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : `R${index + 1}`;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_LABEL ? text : `${characters.slice(0, MAX_LABEL - 1).join("")}…`;
}
