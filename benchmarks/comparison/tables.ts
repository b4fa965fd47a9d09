import type { Table } from "../load/format.ts";
import { checkLines, type LineVerdict } from "./acceptance.ts";
import { findBetterPeers } from "./better-peers.ts";
import { GENERATOR_MEASURES } from "./chat-load.ts";
import type { Comparison } from "./comparison.ts";
import { type Load, MEASURES } from "./measures.ts";
import { formatMetric, type Metrics, spreadOf } from "./metrics.ts";

const VERDICT_SIGNS: Record<LineVerdict, string> = { met: "✓", open: "≈", missed: "✗", unmeasured: "–" };

/** Key to the signs before the lines. */
export const VERDICT_KEY =
  "✓ kept · ≈ the median does not keep it, the middle half of the rounds does not exclude it · ✗ missed";

/** Makes a table with a row for each server and a column for each measure of these loads. */
export function tabulateMetrics({ metrics }: Comparison, loads: readonly Load[]): Table {
  const measures = MEASURES.filter(({ load }) => loads.includes(load));
  const rows = Object.entries(metrics).map(([server, ofServer]) => [
    server,
    ...measures.map(({ name }) => formatCell(ofServer[name])),
  ]);
  return [["", ...measures.map(({ column, unit }) => `${column}, ${unit}`)], ...rows];
}

/** Makes a table with a row for each metric of the two generators. */
export function tabulateGenerators(generators: Metrics): Table {
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
  return `${formatMetric(spread.median)} (${formatMetric(spread.low)}–${formatMetric(spread.high)})`;
}

/** Lists the limits that our server has to keep, each with its verdict. */
export function listVerdicts({ metrics }: Comparison): string[] {
  const lines = checkLines(metrics);
  const measured = lines.filter(({ verdict }) => verdict !== "unmeasured");
  const listed = measured.map(({ verdict, text }) => `${VERDICT_SIGNS[verdict]} ${text}`);
  const leftOut = lines.length - measured.length;
  if (leftOut > 0)
    listed.push(`${VERDICT_SIGNS.unmeasured} ${leftOut} more need servers or measures that were left out`);
  return listed;
}

/** Lists the measures in which other servers are better. */
export function listBetterPeers({ metrics }: Comparison): string[] {
  return findBetterPeers(metrics, MEASURES).map(({ title, winners }) => `${title}: ${winners.join(", ")}`);
}
