import { OURS } from "./acceptance.ts";
import { type Figures, formatFigure, ratiosOf, spreadOf } from "./figures.ts";
import type { Measure } from "./measures.ts";

/** A measure in which others are better than our server. */
export interface Loss {
  readonly title: string;
  /** Each with how many times worse ours is, the best one first. */
  readonly winners: readonly string[];
}

/** Finds where our server is not the best: the lines that one would rather leave out. */
export function findLosses(figures: Figures, measures: readonly Measure[]): Loss[] {
  return measures.flatMap((measure) => {
    const ours = figures[OURS]?.[measure.name];
    const ratios = Object.entries(figures).flatMap(([server, ofServer]) => {
      const theirs = ofServer[measure.name];
      const ratio = spreadOf(measure.isMoreBetter ? ratiosOf(theirs, ours) : ratiosOf(ours, theirs));
      return server === OURS || ratio === null || ratio.median <= 1 ? [] : [{ server, ratio: ratio.median }];
    });
    if (ratios.length === 0) return [];
    const winners = ratios
      .toSorted((a, b) => b.ratio - a.ratio)
      .map(({ server, ratio }) => `${server} (${formatFigure(ratio)}×)`);
    return [{ title: measure.title, winners }];
  });
}
