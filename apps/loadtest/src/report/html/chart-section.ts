import { writeChartRows } from "../charts/chart-rows.ts";
import type { ChartSpec } from "../charts/chart-spec.ts";
import { type Html, html, writeTable } from "./html.ts";

/** A chart with elements for its panels, which the page's script fills, and its values as a table. */
export function chartSection(chart: ChartSpec): Html {
  const { id, title, caption, panels } = chart;
  const content =
    panels.length > 0
      ? html`<p class="caption">${caption}</p>
${panels.map((panel, index) => html`<h3>${panel.title}${unitOf(panel)}</h3>\n<div class="panel" id="${id}-${index}"></div>\n`)}${valueTable(chart)}`
      : html`<p class="nothing">${id === "errors" ? "There were none." : "Nothing is known of it: the server's process has to be named (--pid) or started by chat-load."}</p>`;
  return html`<section class="card chart" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>`;
}

function unitOf({ unit, scale }: ChartSpec["panels"][number]): Html | string {
  const words = [
    ...(unit === "" ? [] : [unit === "/s" ? "per second" : unit]),
    ...(scale === "log" ? ["log scale"] : []),
  ];
  return words.length > 0 ? html` <span class="unit">${words.join(", ")}</span>` : "";
}

function valueTable(chart: ChartSpec): Html {
  const { heads, rows, isThinned } = writeChartRows(chart);
  return html`<details><summary>Figures${isThinned ? ` at ${rows.length} moments` : ""}</summary>
${writeTable({ caption: `Figures of the chart "${chart.title}"`, heads, rows })}
</details>`;
}
