import { writeChange, writeCount } from "../../result/format.ts";
import type { Tone } from "../verdict-words.ts";
import { type GroupMetric, LEAST_RUNS, oddsOfChance, type Spread } from "./compare-groups.ts";
import type { RunGroup } from "./run-group.ts";

/** Writes the median of equal runs, and from where to where they go: `1.34 ms (1.30–1.41)`. */
export function writeSpread(spread: Spread | null, write: (value: number) => string): string {
  if (!spread) return "–";
  const [median = "", least = "", most = ""] = [spread.median, spread.least, spread.most].map(write);
  if (least === most) return median;
  const unit = /(?: [^ ]+|\/s)$/.exec(median)?.[0] ?? "";
  const isShared = unit !== "" && least.endsWith(unit) && most.endsWith(unit);
  return `${median} (${isShared ? least.slice(0, -unit.length) : least}–${isShared ? most.slice(0, -unit.length) : most})`;
}

/** Writes the change of the medians where it is one, and else the reason why it is none. */
export function writeDifference({ difference, spreads: [first, second] }: GroupMetric): string {
  if (difference === "differs" && first && second) return writeChange(first.median, second.median);
  return { same: "same", overlap: "overlap", differs: "–", "no-claim": "no claim" }[difference];
}

/** Returns the tone of a difference; `null` for one that is none, or that is neither good nor bad. */
export function toneOfDifference({ difference, better, spreads: [first, second] }: GroupMetric): Tone | null {
  if (difference !== "differs" || better === null || !first || !second) return null;
  return second.median < first.median === (better === "lower") ? "good" : "bad";
}

/** Says how a difference is told from chance, and how often that is wrong. */
export function describeRule(first: RunGroup, second: RunGroup, metrics: readonly GroupMetric[]): string[] {
  const [a, b] = [first.runs.length, second.runs.length];
  const shown = "Each cell has the median of the runs, and in brackets the least and the most.";
  if (Math.min(a, b) < LEAST_RUNS) {
    return [`${shown} No difference is claimed: it takes ${LEAST_RUNS} runs of each to tell one from chance.`];
  }
  const judged = metrics.filter(({ difference }) => difference === "differs" || difference === "overlap").length;
  const odds = oddsOfChance(a, b);
  const expected = judged / odds;
  const many =
    expected >= 0.5 ? ` Of these ${judged} metrics ${Math.round(expected)} would: more runs make that rarer.` : "";
  return [
    `${shown} A change is shown where every run of one group lies beyond every run of the other; where the ranges overlap, the spread explains the difference.`,
    `Between ${a} and ${b} runs of the same server a metric would lie apart in 1 of ${writeCount(odds)} comparisons.${many}`,
  ];
}
