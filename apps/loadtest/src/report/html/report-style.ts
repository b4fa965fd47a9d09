import { DARK, LIGHT, type Palette } from "../charts/palette.ts";
import { type Html, html } from "./html.ts";

/** The page's own style, which stands behind the chart library's. Paper is always light. */
export const REPORT_STYLE = `
:root { color-scheme: light; ${variablesOf(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variablesOf(DARK)} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
.frame { max-width: 1180px; margin: 0 auto; padding: 28px 24px 40px; }
h1, h2, h3, p, ul, dl { margin: 0; }
h1 { font-size: 24px; line-height: 1.25; letter-spacing: -.01em; }
h2 { font-size: 18px; line-height: 1.3; }
h3 { font-size: 14px; margin-top: 18px; }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
header { margin-bottom: 20px; }
.subtitle { margin-top: 6px; color: var(--quiet); }
.card, .verdict { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 20px 22px; margin-bottom: 16px; }
.verdict { border-left: 6px solid var(--tone); }
.verdicts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px; margin-bottom: 16px; }
.verdicts .verdict { margin: 0; }
.good { --tone: var(--good); } .bad { --tone: var(--bad); } .notice { --tone: var(--notice); }
.badge { color: var(--tone); font-weight: 700; }
.run-name { font-weight: 600; margin-bottom: 8px; }
.verdict-text { font-size: 18px; line-height: 1.4; margin-top: 4px; }
.evidence { margin-top: 10px; padding-left: 20px; color: var(--quiet); }
.evidence li + li { margin-top: 2px; }
.keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px 20px; margin-top: 18px; padding-top: 16px; border-top: 1px solid var(--line); }
.key dt { color: var(--quiet); font-size: 13px; }
.key dd { margin: 0; font-size: 24px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
.key.bad dd:not(.note), .key.notice dd:not(.note) { color: var(--tone); }
.key dd.note { font-size: 13px; line-height: 1.4; font-weight: 400; color: var(--quiet); }
.charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; margin-bottom: 16px; }
@media (min-width: 1000px) {
  .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .charts .chart:first-child, .charts .chart:last-child:nth-child(even) { grid-column: 1 / -1; }
}
.charts .card { margin: 0; min-width: 0; }
.caption, .nothing { color: var(--quiet); font-size: 14px; margin-top: 4px; max-width: 80ch; }
.chart h3 { margin: 14px 0 4px; }
.unit { color: var(--quiet); font-weight: 400; }
.panel { width: 100%; overflow: hidden; }
.marker { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 8px; vertical-align: -1px; }
${LIGHT.series.map((_color, index) => `.series-${index} { background: var(--series-${index}); }`).join("\n")}
details { margin-top: 12px; }
summary { cursor: pointer; color: var(--quiet); font-size: 14px; width: fit-content; }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--series-0); outline-offset: 2px; border-radius: 3px; }
.scroll { overflow-x: auto; margin-top: 10px; }
table { border-collapse: collapse; font-size: 14px; }
.card th, .card td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: normal; }
.card tbody th { color: var(--text); max-width: 320px; overflow-wrap: anywhere; min-width: 110px; }
.card thead th { color: var(--quiet); font-size: 13px; vertical-align: bottom; max-width: 240px; overflow-wrap: anywhere; }
.card .numbers td, .card .numbers thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; padding: 5px 0 5px 14px; }
.card .numbers td { white-space: nowrap; min-width: 84px; }
.group { color: var(--quiet); }
.fault { color: var(--bad); }
.change { display: inline-block; min-width: 76px; color: var(--quiet); }
.change.good, .change.bad { color: var(--tone); }
.cautions { border-color: var(--notice); padding: 12px 22px; } .cautions ul { padding-left: 18px; }
.setup { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 18px; margin-top: 8px; font-size: 14px; }
.setup dt { color: var(--quiet); } .setup dd { margin: 0; }
footer { color: var(--quiet); font-size: 13px; }
.uplot { font-family: inherit; line-height: 1.4; }
.uplot .u-legend { margin: 6px 0 0; padding-left: 62px; text-align: left; font-size: 13px; font-variant-numeric: tabular-nums; width: 100%; }
.u-legend .u-series { margin-right: 14px; }
.u-legend .u-series > * { padding: 2px 4px 2px 0; border: 0; }
.uplot .u-legend th { font-weight: 400; color: var(--quiet); min-width: 0; }
.u-legend .u-marker { width: 20px; height: 0; margin-right: 7px; border-width: 2.5px 0 0 !important; }
.u-legend .u-series:first-child .u-marker { display: none; }
.u-legend tbody { display: flex; flex-wrap: wrap; }
.u-legend .u-series:first-child { order: 1; } .u-legend .u-series:first-child:has(.u-value:empty) { visibility: hidden; }
.uplot .u-legend .u-series:has(.u-value:empty) th::after { content: none; }
.u-legend .u-value { min-width: 66px; font-weight: 600; }
.u-hz .u-cursor-x { border-right: 1px solid var(--quiet); }
@media (max-width: 560px) {
  .frame { padding: 18px 12px 28px; }
  .card, .verdict { padding: 16px 14px; }
  .keys { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .key dd { font-size: 20px; }
  .setup { grid-template-columns: minmax(0, 1fr); gap: 0; } .setup dd { margin-bottom: 8px; }
  .uplot .u-legend { padding-left: 0; }
}
@media print {
  @page { margin: 14mm; }
  body { background: none; font-size: 12px; }
  .frame { max-width: none; padding: 0; }
  .charts { display: block; } .charts .card { margin-bottom: 12px; }
  .chart, .verdict, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; } details:not([open]), .u-legend .u-value, .u-legend .u-series:first-child { display: none; }
  .uplot .u-legend th::after { display: none; }
  .card th, .card td, .card .numbers td, .card .numbers thead th:not(:first-child) { padding: 3px 8px; } .card .numbers td { min-width: 0; }
  .card, .verdict { border-radius: 0; }
}
`.trim();

function variablesOf({ series, ...colors }: Palette): string {
  const named = Object.entries(colors).map(([name, color]) => `--${name}: ${color};`);
  return [...named, ...series.map((color, index) => `--series-${index}: ${color};`)].join(" ");
}

/** The colour that a run has in the charts. */
export function seriesMarker(index: number): Html {
  return html`<span class="marker series-${index % LIGHT.series.length}" aria-hidden="true"></span>`;
}
