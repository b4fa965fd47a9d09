import { judge, type Verdict } from "./acceptance.ts";
import { GENERATOR_MEASURES } from "./chat-load.ts";
import type { Comparison } from "./comparison.ts";
import { type Figures, formatFigure, spreadOf } from "./figures.ts";
import { findLosses } from "./losses.ts";
import { type Load, MEASURES } from "./measures.ts";

const VERDICT_SIGNS: Record<Verdict, string> = { met: "✓", open: "≈", missed: "✗", unmeasured: "–" };

/** Says what the signs before the lines mean. */
export const VERDICT_KEY =
  "✓ kept · ≈ the median does not keep it, the middle half of the rounds does not exclude it · ✗ missed";

/** A table: its head, and its rows. */
export type Table = readonly (readonly string[])[];

/** One row for each server and one column for each measure of these loads. */
export function tabulateFigures({ figures }: Comparison, loads: readonly Load[]): Table {
  const measures = MEASURES.filter(({ load }) => loads.includes(load));
  const rows = Object.entries(figures).map(([server, ofServer]) => [
    server,
    ...measures.map(({ name }) => formatCell(ofServer[name])),
  ]);
  return [["", ...measures.map(({ column, unit }) => `${column}, ${unit}`)], ...rows];
}

/** One row for each of what the two generators tell. */
export function tabulateGenerators(generators: Figures): Table {
  const names = Object.keys(generators);
  const rows = Object.entries(GENERATOR_MEASURES).map(([measure, title]) => [
    title,
    ...names.map((name) => formatCell(generators[name]?.[measure])),
  ]);
  return [["", ...names], ...rows];
}

function formatCell(values: readonly number[] | undefined): string {
  const spread = spreadOf(values);
  if (spread === null) return "–";
  return `${formatFigure(spread.median)} (${formatFigure(spread.low)}–${formatFigure(spread.high)})`;
}

/** Lists the limits that our server has to keep, each with its verdict. */
export function listVerdicts({ figures }: Comparison): string[] {
  const lines = judge(figures);
  const measured = lines.filter(({ verdict }) => verdict !== "unmeasured");
  const listed = measured.map(({ verdict, text }) => `${VERDICT_SIGNS[verdict]} ${text}`);
  const leftOut = lines.length - measured.length;
  if (leftOut > 0)
    listed.push(`${VERDICT_SIGNS.unmeasured} ${leftOut} more need servers or measures that were left out`);
  return listed;
}

/** Lists the measures in which other servers are better. */
export function listLosses({ figures }: Comparison): string[] {
  return findLosses(figures, MEASURES).map(({ title, winners }) => `${title}: ${winners.join(", ")}`);
}
