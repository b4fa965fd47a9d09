import { writeChange } from "../../result/format.ts";
import type { RunResult } from "../../result/run-result.ts";
import { type ComparedMetric, compareResults, findCautions } from "../comparison.ts";
import type { LabelledRun } from "../run-labels.ts";
import { type Html, html, writeTable } from "./html.ts";
import { seriesMarker } from "./report-style.ts";

/** From here on a change is coloured, as a share of the first run's figure. */
const TELLING_CHANGE = 0.05;

/** The figures of several runs side by side, the changes against the first. */
export function comparisonSection(runs: readonly LabelledRun[]): Html {
  const results = runs.map(({ result }) => result);
  const rows = compareResults(results).map((figure) => [
    html`<span class="group">${figure.group}</span> ${figure.title}`,
    ...runs.map((_run, index) => cell(figure, index)),
  ]);
  return html`<section class="card" aria-labelledby="comparison">
<h2 id="comparison">Side by side</h2>
<p class="caption">Changes are against the first run; small ones are mostly chance, so compare several runs of each.</p>
${writeTable({ caption: "Figures of the runs side by side", heads: ["", ...runs.map(({ label }, place) => html`${seriesMarker(place)}${label}`)], rows })}
</section>`;
}

/** Lists what makes a comparison of them less than fair. */
export function cautionSection(results: readonly RunResult[]): Html | string {
  const cautions = findCautions(results);
  return cautions.length === 0
    ? ""
    : html`<section class="card cautions" aria-label="What to mind"><ul>${cautions.map((sentence) => html`<li>${sentence}</li>`)}</ul></section>`;
}

function cell({ values, write, better }: ComparedMetric, index: number): Html | string {
  const [first = null] = values;
  const value = values[index] ?? null;
  if (value === null) return "–";
  if (index === 0 || first === null || first === value) return write(value);
  const isTelling = better !== null && Math.abs(value - first) >= Math.abs(first) * TELLING_CHANGE;
  const tone = isTelling ? (value < first === (better === "lower") ? "good" : "bad") : "";
  return html`${write(value)} <span class="change ${tone}">${writeChange(first, value)}</span>`;
}
