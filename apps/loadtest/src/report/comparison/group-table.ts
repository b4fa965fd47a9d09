import { createPainter, fit, type Painter, TABLE_COLUMNS, type TableOptions, wrap } from "../text-columns.ts";
import { wordsOf } from "../verdict-words.ts";
import { compareGroups, type GroupMetric } from "./compare-groups.ts";
import { findCautions } from "./compare-results.ts";
import { describeRule, toneOfDifference, writeDifference, writeSpread } from "./group-words.ts";
import type { RunGroup } from "./run-group.ts";

const TITLE_COLUMNS = 20;
const SPREAD_COLUMNS = 25;
const DIFFERENCE_COLUMNS = 10;

/** Writes two groups of equal runs beside each other: medians, spreads, and the differences that these do not explain. */
export function writeGroupTable(first: RunGroup, second: RunGroup, options: TableOptions = {}): string {
  const paint = createPainter(options);
  const metrics = compareGroups(first, second);
  const cautions = findCautions([first, second].flatMap(({ runs }) => runs.map(({ result }) => result)));
  const blocks = [
    ...[first, second].map((group) => groupLines(group, paint)),
    ...(cautions.length > 0 ? [cautions.flatMap((sentence) => wrap(sentence, 6, "Mind: "))] : []),
    metricLines(first, second, metrics, paint),
    describeRule(first, second, metrics).flatMap((sentence) => wrap(sentence, 2)),
  ];
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

function groupLines({ letter, runs }: RunGroup, paint: Painter): string[] {
  const count = `${letter} · ${runs.length} ${runs.length === 1 ? "run" : "runs"}`;
  return [
    paint("bold", count),
    ...runs.flatMap(({ file, result }) => wrap(`${file}: ${wordsOf(result.verdict).title}`, 4)),
  ];
}

function metricLines(first: RunGroup, second: RunGroup, metrics: readonly GroupMetric[], paint: Painter): string[] {
  const heads = [first, second].map(({ letter }) => fit(letter, SPREAD_COLUMNS, "right"));
  const lines = [`${" ".repeat(TITLE_COLUMNS)}${heads.join("")}${fit("change", DIFFERENCE_COLUMNS, "right")}`];
  let group = "";
  for (const metric of metrics) {
    if (metric.group !== group) lines.push(fit(metric.group, TABLE_COLUMNS).trimEnd());
    group = metric.group;
    const cells = metric.spreads.map((spread) => fit(writeSpread(spread, metric.write), SPREAD_COLUMNS, "right"));
    const difference = fit(writeDifference(metric), DIFFERENCE_COLUMNS, "right");
    const tone = toneOfDifference(metric);
    const painted = tone === null ? difference : paint(tone === "good" ? "green" : "red", difference);
    lines.push(`  ${fit(metric.title, TITLE_COLUMNS - 2)}${cells.join("")}${painted}`);
  }
  return lines;
}
