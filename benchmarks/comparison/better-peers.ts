import { OURS } from "./acceptance.ts";
import type { Measure } from "./measures.ts";
import { formatMetric, type Metrics, ratiosOf, spreadOf } from "./metrics.ts";

/** The peers that are better than our server in one measure. */
export interface BetterPeers {
  readonly title: string;
  /** Each with how many times worse ours is, the best one first. */
  readonly winners: readonly string[];
}

/** Finds the measures in which our server is not the best. */
export function findBetterPeers(metrics: Metrics, measures: readonly Measure[]): BetterPeers[] {
  return measures.flatMap((measure) => {
    const ours = metrics[OURS]?.[measure.name];
    const ratios = Object.entries(metrics).flatMap(([server, ofServer]) => {
      const theirs = ofServer[measure.name];
      const ratio = spreadOf(measure.isMoreBetter ? ratiosOf(theirs, ours) : ratiosOf(ours, theirs));
      return server === OURS || ratio === null || ratio.median <= 1 ? [] : [{ server, ratio: ratio.median }];
    });
    if (ratios.length === 0) return [];
    const winners = ratios
      .toSorted((a, b) => b.ratio - a.ratio)
      .map(({ server, ratio }) => `${server} (${formatMetric(ratio)}×)`);
    return [{ title: measure.title, winners }];
  });
}
