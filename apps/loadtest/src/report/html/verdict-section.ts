import { type KeyMetric, keyMetricsOf } from "../key-metrics.ts";
import type { LabelledRun } from "../run-labels.ts";
import { type Tone, wordsOf } from "../verdict-words.ts";
import { type Html, html } from "./html.ts";
import { seriesMarker } from "./report-style.ts";

/** A sign beside the colour: for those who don't see it, and for paper. */
const SIGNS: { readonly [Name in Tone]: string } = { good: "✓", bad: "✕", notice: "▲" };

export function verdictSection(run: LabelledRun, index: number, isOnly: boolean): Html {
  const { verdict } = run.result;
  const { title, tone } = wordsOf(verdict);
  const name = isOnly ? "" : html`<p class="run-name">${seriesMarker(index)}${run.label}</p>`;
  return html`<section class="verdict ${tone}" aria-label="${isOnly ? "Verdict" : `Verdict of ${run.label}`}">
${name}<h2><span class="badge"><span aria-hidden="true">${SIGNS[tone]}</span> ${title}</span></h2>
<p class="verdict-text">${verdict.text}</p>
${verdict.evidence.length > 0 ? html`<ul class="evidence">${verdict.evidence.map((sentence) => html`<li>${sentence}</li>`)}</ul>` : ""}
<dl class="keys">${keyMetricsOf(run.result).map(keyMetric)}</dl>
</section>`;
}

function keyMetric({ title, value, note, tone }: KeyMetric): Html {
  return html`<div class="key ${tone ?? ""}"><dt>${title}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`;
}
