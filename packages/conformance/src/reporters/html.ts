import type { Journal } from "@chat/journal";
import { createDiagram, drawSvg } from "@chat/journal/draw";
import { STAGES } from "../checks/check.ts";
import type { Rule } from "../contract/contract-rules.ts";
import type { RecordedWire } from "../recorded-wire.ts";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import { Html, html, writePage } from "./html-page.ts";
import type { Report, Reporter } from "./reporter.ts";
import { countRules, describeLevel, type ShownFailure, showFailures } from "./shown-failures.ts";

/** Connections of a failure, and events of a connection, that are drawn: the last ones. */
const MAX_WIRES = 6;
const MAX_EVENTS = 40;

const STATES = ["failed", "not judged", "not covered", "passed"] as const;
const MARKS = { held: "✓", passed: "✓", failed: "✗", open: "?", "not judged": "?", "not covered": "–" };

/** A page for people, with a picture of each scene that failed. */
export const reporter: Reporter = {
  summary: "Write a page with a picture of each scene that failed.",
  write(report) {
    const { failures, more } = showFailures(report);
    return writePage(
      `Conformance: ${report.subject}`,
      html`<style>${new Html(STYLE)}</style>
${writeHeader(report)}
${failures.length > 0 ? html`<main><h2>What failed</h2>\n${failures.map(writeFailure)}</main>` : ""}
${more === "" ? "" : html`<p class="quiet">${more}</p>`}
<h2>All rules</h2>
${STATES.map((state) => writeRules(report.verdict, state))}
<footer class="quiet">Seed <code>${report.seed}</code>. Hash of the contract: <code>${report.contractHash}</code>.</footer>`,
    );
  },
};

function writeHeader({ subject, level, verdict, outcomes, seconds }: Report): Html {
  const asked = verdict.levels.find((found) => found.level === level);
  const state = asked?.state ?? "open";
  const said = { held: "is held", failed: "is not held", open: "is open: not all could be judged" }[state];
  const counts = STATES.map((kind) => ({ kind, count: countRules(verdict, kind) })).filter(({ count }) => count > 0);
  return html`<header class="card verdict ${state}">
<p class="quiet">Conformance of the chat protocol</p>
<h1>${subject}</h1>
<p class="said"><span class="state">${MARKS[state]} The level ${level} ${said}.</span></p>
<p class="quiet">${outcomes.length} checks in ${seconds.toFixed(1)} s</p>
<div class="bar" aria-hidden="true">${counts.map(({ kind, count }) => html`<i class="${toClass(kind)}" style="flex-grow:${count}"></i>`)}</div>
<p>${counts.map(({ kind, count }) => html`<span class="count ${toClass(kind)}"><b class="state">${count}</b> ${kind}</span> `)}</p>
<dl>${verdict.levels.map((found) => html`<dt class="${found.state}"><span class="state">${MARKS[found.state]}</span> ${found.level}</dt><dd>${describeLevel(found)}</dd>`)}</dl>
<ol class="stages" aria-label="The stages in which beginners meet the rules">${STAGES.map((stage) => writeStage(outcomes.filter(({ check }) => check.stage === stage)))}</ol>
</header>`;
}

/** A stage without a check has not passed: it is left out. */
function writeStage(outcomes: Report["outcomes"]): Html | string {
  const [first] = outcomes;
  if (!first) return "";
  const count = (kind: "failed" | "not judged") => outcomes.filter((outcome) => outcome.kind === kind).length;
  const state = (["failed", "not judged"] as const).find((kind) => count(kind) > 0) ?? "passed";
  const said = state === "passed" ? state : `${count(state)} ${state}`;
  return html`<li class="${toClass(state)}">${first.check.stage} <span class="state">${said}</span></li>`;
}

function writeFailure(failure: ShownFailure): Html {
  const { check, numbers, demandedBy, rules, wires, expected, came, difference, mend, hint } = failure;
  const shown = wires.slice(-MAX_WIRES);
  return html`<article class="card failed">
<h3><span class="state">✗ ${numbers.join(", ")}</span> Should be: the program ${check.title}</h3>
<p class="quiet">Stage ${check.stage}${demandedBy}, check <code>${check.name}</code></p>
${rules.map((rule) => html`<blockquote><b>${rule.number}</b> ${writeRule(rule)}</blockquote>\n`)}
<div class="seen"><div class="passed"><b class="state">Expected</b><pre>${expected}</pre></div>
<div><b class="state">Came</b><pre>${came}</pre></div></div>
${difference === "" ? "" : html`<pre>${difference}</pre>`}
${mend === "" ? "" : html`<p class="mend passed"><b class="state">Mend it</b> ${mend}</p>`}
${hint === "" ? "" : html`<p class="mend open"><b class="state">Hint</b> ${hint}</p>`}
${shown.length < wires.length ? html`<p class="quiet">The last ${shown.length} of ${wires.length} connections:</p>` : ""}
${shown.map(drawWire)}
</article>
`;
}

function drawWire({ label, events }: RecordedWire): Html {
  const shown = events.slice(-MAX_EVENTS);
  const left = events.length - shown.length;
  const start = { journal: 1, connection: 1, name: null, address: "", startedAt: "", masked: false } as const;
  const journal: Journal = { start, events: shown, problems: [] };
  // Each arrow is one write or one read, with its bytes in the place of its name.
  const rows = createDiagram(journal).rows.map((row) =>
    row.kind === "note" ? row : { ...row, label: row.parts.join(""), parts: [], detail: row.detail.replace(/,.*/, "") },
  );
  const svg = drawSvg({ title: "", rows, problems: [] });
  return html`<details open><summary>What went over the connection of ${label}${left > 0 ? `, without its first ${left} events` : ""}</summary>
<div class="scroll diagram" role="region" aria-label="Sequence diagram of ${label}" tabindex="0">${new Html(svg)}</div></details>
`;
}

function writeRules({ rules, failures }: Verdict, state: RuleVerdict["state"]): Html | string {
  const found = rules.filter((rule) => rule.state === state);
  if (found.length === 0) return "";
  return html`<details class="card ${toClass(state)}"${state === "not judged" && failures.length === 0 ? " open" : ""}>
<summary><span class="state">${MARKS[state]} ${state}</span>: ${found.length}</summary>
<ul class="rules">${found.map(
    ({
      rule,
      strength,
      reasons,
    }) => html`<li><b>${rule.number}</b> <span class="quiet">${strength}</span> ${writeRule(rule)}
${reasons.map((reason) => html`<p class="state">${reason}</p>`)}</li>\n`,
  )}</ul></details>
`;
}

/** Writes the first paragraph of a rule; the rest of it, with its tables, opens on request. */
function writeRule({ markdown }: Rule): Html {
  const [lead = ""] = markdown.split(/\n(?=\n|- |\||```)/);
  const parts = lead.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
  const rest = html`<details><summary class="quiet">The whole rule</summary><pre>${markdown}</pre></details>`;
  return html`${parts}${lead === markdown ? "" : rest}`;
}

function toClass(state: RuleVerdict["state"]): string {
  return state.replace(" ", "-");
}

/** The style that no other page needs. The images bring a style of their own, for white paper. */
const STYLE = `
.said { font-size: 18px; } .bar { display: flex; gap: 2px; height: 10px; margin: 12px 0; } .bar i { background: var(--tone); border-radius: 3px; }
.count { margin-right: 16px; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; margin: 12px 0; } dd { margin: 0; }
.stages { display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 16px 0 0; list-style: none; font-size: 14px; }
.stages li { border: 1px solid var(--line); border-top: 3px solid var(--tone); border-radius: 6px; padding: 4px 10px; }
blockquote { margin: 10px 0; padding-left: 12px; border-left: 3px solid var(--line); color: var(--quiet); } blockquote b { color: var(--text); }
.seen { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 12px; margin: 12px 0; }
.seen > div, .mend { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: 8px 12px; }
details { margin-top: 12px; }
.rules { list-style: none; padding: 0; margin: 8px 0 0; } .rules li { padding: 8px 0; border-top: 1px solid var(--line); }
.rules p { margin: 4px 0 0; font-weight: 400; font-size: 14px; }
.diagram svg { display: block; margin-top: -30px; }
.diagram rect { fill: none; } .diagram text { fill: var(--text); } .diagram .faint { fill: var(--quiet); } .diagram .problem { fill: var(--bad); }
.diagram .cut, .diagram path { fill: var(--arrow); } .diagram line.arrow { stroke: var(--arrow); } .diagram line.problem { stroke: var(--bad); }
`;
