import { writeChange } from "../../result/format.ts";
import type { RunResult } from "../../result/run-result.ts";
import { compareGroups } from "../comparison/compare-groups.ts";
import { type ComparedMetric, compareResults, findCautions, NO_CLAIM_NOTE } from "../comparison/compare-results.ts";
import { describeRule, toneOfDifference, writeDifference, writeSpread } from "../comparison/group-words.ts";
import type { RunGroup } from "../comparison/run-group.ts";
import type { LabelledRun } from "../run-labels.ts";
import { type Html, html, writeTable } from "./html.ts";
import { seriesMarker } from "./report-style.ts";

/** The metrics of several runs side by side, the changes against the first. */
export function comparisonSection(runs: readonly LabelledRun[]): Html {
  const results = runs.map(({ result }) => result);
  const rows = compareResults(results).map((metric) => [
    html`<span class="group">${metric.group}</span> ${metric.title}`,
    ...runs.map((_run, index) => cell(metric, index)),
  ]);
  return html`<section class="card" aria-labelledby="comparison">
<h2 id="comparison">Side by side</h2>
<p class="caption">Changes are against the first run. ${NO_CLAIM_NOTE}</p>
${writeTable({ caption: "Metrics of the runs side by side", heads: ["", ...runs.map(({ label }, index) => html`${seriesMarker(index)}${label}`)], rows })}
</section>`;
}

/** The medians and spreads of two groups of equal runs, and the differences that the spreads do not explain. */
export function groupSection([first, second]: readonly [RunGroup, RunGroup]): Html {
  const metrics = compareGroups(first, second);
  const rows = metrics.map((metric) => [
    html`<span class="group">${metric.group}</span> ${metric.title}`,
    ...metric.spreads.map((spread) => writeSpread(spread, metric.write)),
    html`<span class="change ${toneOfDifference(metric) ?? ""}">${writeDifference(metric)}</span>`,
  ]);
  const heads = ["", ...[first, second].map(({ letter, runs }) => `${letter}: ${runs.length} runs`), "change"];
  return html`<section class="card" aria-labelledby="groups">
<h2 id="groups">Two groups of equal runs</h2>
${describeRule(first, second, metrics).map((sentence) => html`<p class="caption">${sentence}</p>\n`)}
${writeTable({ caption: "Metrics of the groups", heads, rows })}
</section>`;
}

export function cautionSection(results: readonly RunResult[]): Html | string {
  const cautions = findCautions(results);
  return cautions.length === 0
    ? ""
    : html`<section class="card cautions" aria-label="What to mind"><ul>${cautions.map((sentence) => html`<li>${sentence}</li>`)}</ul></section>`;
}

function cell(metric: ComparedMetric, index: number): Html | string {
  const { values, write } = metric;
  const [first = null] = values;
  const value = values[index] ?? null;
  if (value === null) return "–";
  if (index === 0 || first === null || first === value) return write(value);
  return html`${write(value)} <span class="change">${writeChange(first, value)}</span>`;
}
