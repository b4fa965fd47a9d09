import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { writeMs } from "../../result/format.ts";
import type { RunResult } from "../../result/run-result.ts";
import { drawCharts } from "../charts/draw-charts.ts";
import type { RunGroup } from "../comparison/run-group.ts";
import { PAGE_SCRIPT } from "../page-script.ts";
import { type LabelledRun, labelRuns } from "../run-labels.ts";
import { chartSection } from "./chart-section.ts";
import { cautionSection, comparisonSection, groupSection } from "./comparison-section.ts";
import { embedJson, Html, html } from "./html.ts";
import { REPORT_STYLE } from "./report-style.ts";
import { runSection } from "./run-section.ts";
import { verdictSection } from "./verdict-section.ts";

/**
 * One page with everything in it: it asks the network for nothing, and can be mailed, kept and printed. Several results
 * are laid over each other in the charts and stand side by side in the tables; the first is what others are compared with.
 * With two groups of equal runs these are compared instead.
 *
 * @throws {RangeError} There is no result.
 */
export function writeHtmlReport(results: readonly RunResult[], groups?: readonly [RunGroup, RunGroup]): string {
  const [first] = results;
  if (!first) throw new RangeError("A report needs a result.");
  const runs = labelRuns(
    results,
    groups?.flatMap(({ letter, runs }) => runs.map((_run, index) => `${letter}${index + 1}`)),
  );
  const isOnly = runs.length === 1;
  const charts = drawCharts(runs);
  const library = readChartLibrary();
  const title = isOnly ? `Load test: ${first.command}` : `Load tests: ${runs.length} runs compared`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(library.script, library.style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${embedCode(library.style)}</style>
<style>${embedCode(REPORT_STYLE)}</style>
</head>
<body>
<div class="frame">
<header>
<h1>${title}</h1>
<p class="subtitle">${subtitleOf(runs)}</p>
</header>
<main>
${isOnly ? verdictsOf(runs) : html`<div class="verdicts">${verdictsOf(runs)}</div>${cautionSection(results)}`}
${groups ? groupSection(groups) : ""}
<noscript><p class="card">The charts need JavaScript. Their figures stand in the tables below them.</p></noscript>
<div class="charts">
${charts.map(chartSection)}
</div>
${isOnly || groups ? "" : comparisonSection(runs)}
${runs.map((run) => runSection(run, isOnly))}
</main>
<footer>Made by chat-load ${first.tester.version}. How to read this page, and what not to conclude from it, is told in its README.</footer>
</div>
<script type="application/json" id="charts">${embedJson(charts)}</script>
<script>${embedCode(library.script)}</script>
<script>${embedCode(PAGE_SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function policyOf(libraryScript: string, libraryStyle: string): Html {
  return new Html(writeContentPolicy([libraryScript, PAGE_SCRIPT], [libraryStyle, REPORT_STYLE]));
}

/** Code of ours or the library's, which stands in the page as it is. */
function embedCode(code: string): Html {
  if (/<\/(?:script|style)|<!--/i.test(code))
    throw new Error("A script or style of the report would end before its end.");
  return new Html(code);
}

function verdictsOf(runs: readonly LabelledRun[]): Html {
  return html`${runs.map((run, index) => verdictSection(run, index, runs.length === 1))}`;
}

function subtitleOf(runs: readonly LabelledRun[]): string {
  const [only] = runs;
  if (!only || runs.length > 1)
    return "The charts show each run in its colour; the first is what the others are compared with.";
  const { startedAt, durationMs, server, machine } = only.result;
  const moment = startedAt.slice(0, 16).replace("T", " ");
  return `${moment} UTC · ${writeMs(durationMs)} · ${server.host}:${server.port} · ${machine.cores} × ${machine.cpu}`;
}

/** Forbids the page every request, and every script and style but its own, which are named by their hashes. */
function writeContentPolicy(scripts: readonly string[], styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(" ")}`,
    `style-src ${styles.map(hashOf).join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Reads the parts of uPlot that a page needs, license included. Throws when it isn't installed. */
function readChartLibrary() {
  const { resolve } = createRequire(import.meta.url);
  const read = (file: string) =>
    readFileSync(resolve(`uplot/${file}`), "utf8")
      .replaceAll("\r\n", "\n")
      .trim();
  const license = read("LICENSE").replaceAll("*/", "");
  return { script: `/*!\n${license}\n*/\n${read("dist/uPlot.iife.min.js")}`, style: read("dist/uPlot.min.css") };
}
