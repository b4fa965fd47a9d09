import { OURS } from "./acceptance.ts";
import type { Measure } from "./measures.ts";
import { formatMetric, type Metrics, ratiosOf, spreadOf } from "./metrics.ts";

/** Today's server may cost this many times what another build costs. Two runs of one build differ by almost as much. */
const TOLERANCE = 1.05;

/** Today's server beside another build of it, in one measure. */
export interface BuildComparison {
  readonly text: string;
  readonly isWorse: boolean;
}

/**
 * Compares today's server with other builds of it, round by round, in all that was measured of both. It is worse only when
 * the whole middle half of the ratios lies beyond 1.05: a median alone moves by that much when nothing has changed.
 */
export function compareBuilds(
  metrics: Metrics,
  builds: readonly string[],
  measures: readonly Measure[],
): BuildComparison[] {
  return builds.flatMap((build) =>
    measures.flatMap(({ name, title, isMoreBetter }) => {
      const ratios = spreadOf(ratiosOf(metrics[OURS]?.[name], metrics[build]?.[name]));
      if (ratios === null) return [];
      const { low, median, high } = ratios;
      const isWorse = isMoreBetter ? high < 1 / TOLERANCE : low > TOLERANCE;
      const found = `${formatMetric(median)} (${formatMetric(low)}–${formatMetric(high)})`;
      return [{ text: `${title}: ${found} × ${build} — ${isWorse ? "worse" : "not worse"}`, isWorse }];
    }),
  );
}
