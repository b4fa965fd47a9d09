import type { RunResult } from "../../result/run-result.ts";
import { type ComparedMetric, compareResults } from "./compare-results.ts";
import type { RunGroup } from "./run-group.ts";

/** Runs of each group from which on a difference can be more than chance. */
export const LEAST_RUNS = 3;

/** A metric of equal runs. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Judgement about a metric of two groups. `overlap` is a difference that the spread explains. */
type Difference = "same" | "overlap" | "differs" | "no-claim";

export interface GroupMetric extends Pick<ComparedMetric, "group" | "title" | "write" | "better"> {
  /** Of the first group and of the second; `null` where a run of it does not have the metric. */
  readonly spreads: readonly [first: Spread | null, second: Spread | null];
  readonly difference: Difference;
}

/** Compares two groups of equal runs, metric by metric. */
export function compareGroups(first: RunGroup, second: RunGroup): readonly GroupMetric[] {
  const results = [first, second].flatMap(({ runs }) => runs.map(({ result }): RunResult => result));
  const isTelling = [first, second].every(({ runs }) => runs.length >= LEAST_RUNS);
  return compareResults(results).map(({ values, ...metric }) => {
    const spreads = [spreadOf(values.slice(0, first.runs.length)), spreadOf(values.slice(first.runs.length))] as const;
    return { ...metric, spreads, difference: findDifference(spreads, isTelling) };
  });
}

/**
 * Two groups differ in a metric when every run of one lies beyond every run of the other. With fewer runs than
 * {@link LEAST_RUNS} that happens too often by chance to say anything.
 */
function findDifference([first, second]: GroupMetric["spreads"], isTelling: boolean): Difference {
  if (!first || !second) return "no-claim";
  if (first.least === second.most && first.most === second.least) return "same";
  if (!isTelling) return "no-claim";
  return first.most < second.least || second.most < first.least ? "differs" : "overlap";
}

/**
 * Returns in how many of a number of comparisons two groups of the same kind lie apart by chance: the first of so many. All
 * orders of the runs are as likely then, and in two of them each group stands together.
 */
export function oddsOfChance(first: number, second: number): number {
  let orders = 1;
  for (let taken = 1; taken <= first; taken++) orders = (orders * (second + taken)) / taken;
  return orders / 2;
}

function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const [least] = known;
  const most = known.at(-1);
  if (known.length < values.length || least === undefined || most === undefined) return null;
  const middle = (known.length - 1) / 2;
  const [low = least, high = most] = [known[Math.floor(middle)], known[Math.ceil(middle)]];
  return { median: (low + high) / 2, least, most };
}
