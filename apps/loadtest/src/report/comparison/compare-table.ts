import { writeChange } from "../../result/format.ts";
import type { RunResult } from "../../result/run-result.ts";
import { type LabelledRun, labelRuns } from "../run-labels.ts";
import { createPainter, fit, type Painter, TABLE_COLUMNS, type TableOptions, wrap } from "../text-columns.ts";
import { wordsOf } from "../verdict-words.ts";
import { type ComparedMetric, compareResults, findCautions, NO_CLAIM_NOTE } from "./compare-results.ts";

const TITLE_COLUMNS = 24;
const VALUE_COLUMNS = 12;
const CHANGE_COLUMNS = 10;
/** Runs beside the first that fit the table's columns; more of them make another block. */
const OTHERS_PER_BLOCK = 2;

/** Several results side by side, a column each; the differences are against the first. Fits 80 columns. */
export function writeCompareTable(results: readonly RunResult[], options: TableOptions = {}): string {
  const paint = createPainter(options);
  const runs = labelRuns(results);
  const metrics = compareResults(results);
  const blocks = [...runs.map((run) => runLines(run, paint))];
  const cautions = findCautions(results);
  if (cautions.length > 0) blocks.push(cautions.flatMap((sentence) => wrap(sentence, 6, "Mind: ")));
  for (let start = 1; start < Math.max(2, runs.length); start += OTHERS_PER_BLOCK) {
    const others = runs.map((_run, index) => index).slice(start, start + OTHERS_PER_BLOCK);
    blocks.push(metricLines(runs, metrics, others));
  }
  if (runs.length > 1) blocks.push(wrap(NO_CLAIM_NOTE, 2));
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

function runLines({ label, result: { verdict, commandLine } }: LabelledRun, paint: Painter): string[] {
  return [
    paint("bold", fit(label, TABLE_COLUMNS).trimEnd()),
    ...wrap(`${wordsOf(verdict).title}: ${verdict.text}`, 4),
    ...wrap(commandLine, 4),
  ];
}

/** The metrics of the first run, and of the others with the change. */
function metricLines(
  runs: readonly LabelledRun[],
  metrics: readonly ComparedMetric[],
  others: readonly number[],
): string[] {
  const letterOf = (index: number) => fit(runs[index]?.letter ?? "", VALUE_COLUMNS, "right");
  const heads = others.map((index) => letterOf(index) + " ".repeat(CHANGE_COLUMNS));
  const lines = [`${" ".repeat(TITLE_COLUMNS)}${letterOf(0)}${heads.join("")}`.trimEnd()];
  let group = "";
  for (const metric of metrics) {
    if (metric.group !== group) lines.push(fit(metric.group, TABLE_COLUMNS).trimEnd());
    group = metric.group;
    const cells = others.map((index) => valueCell(metric, index) + changeCell(metric, index));
    lines.push(`  ${fit(metric.title, TITLE_COLUMNS - 2)}${valueCell(metric, 0)}${cells.join("")}`.trimEnd());
  }
  return lines;
}

function valueCell({ values, write }: ComparedMetric, index: number): string {
  const value = values[index] ?? null;
  return fit(value === null ? "–" : write(value), VALUE_COLUMNS, "right");
}

function changeCell({ values }: ComparedMetric, index: number): string {
  const [first = null] = values;
  const value = values[index] ?? null;
  if (first === null || value === null) return " ".repeat(CHANGE_COLUMNS);
  return fit(writeChange(first, value), CHANGE_COLUMNS, "right");
}
