import { Html, html, writePage } from "../../reporters/html-page.ts";
import { cellsOf, levelOf } from "./columns.ts";
import type { ProgramResult } from "./judge-class.ts";

const SIGNS = { passed: "✓", failed: "✗", "not judged": "?", "not covered": "–" } as const;
const LEGEND = "✓ passed, ✗ failed: the sign leads to how it is mended, ? not judged, – can't be judged from outside.";

const STYLE = `
.scroll { width: fit-content; max-width: 100%; border: 1px solid var(--line); }
.scroll:has(.class) { max-height: 85vh; overflow: auto; }
.class { border-collapse: separate; border-spacing: 0; overflow-wrap: normal; }
.class th, .class td { padding: 2px 12px; border: 0 solid var(--line); border-bottom-width: 1px; text-align: center; white-space: nowrap; background: var(--card); }
.class thead th { position: sticky; top: 0; z-index: 1; max-width: 150px; overflow: hidden; text-overflow: ellipsis; }
.class th:first-child { position: sticky; left: 0; border-right-width: 1px; text-align: left; }
.class thead th:first-child { z-index: 2; }
.class td { color: var(--tone); } .class td.failed { font-weight: 650; }
article { margin-top: 16px; padding-left: 14px; border-left: 3px solid var(--bad); }
article:target { outline: 2px solid var(--arrow); outline-offset: 4px; }
.scroll pre { padding: 8px; white-space: pre; }
`;

/** A result with the beginning of all its ids in the page. */
type Program = ProgramResult & { readonly id: string };

/** Writes the class as a page: who holds which level, a table group × rule, and for each failure how to mend it. */
export function writeClassPage(results: readonly ProgramResult[]): string {
  const programs = results.map((result, index) => ({ ...result, id: `p${index + 1}` }));
  const tables = [
    ["Clients", programs.filter(({ kind }) => kind === "client")],
    ["Servers", programs.filter(({ kind }) => kind === "server")],
  ] as const;
  return writePage(
    "Chat programs of a class",
    html`<style>${new Html(STYLE)}</style>
<h1>Chat programs of a class</h1>
<p class="quiet">${LEGEND}</p>
${tables.map(([title, found]) => (found.length > 0 ? writeTable(title, found) : ""))}
<h2>What to mend</h2>
${programs.map(writeProgram)}`,
  );
}

function writeTable(title: string, programs: readonly Program[]): Html {
  const rules = programs.find((program) => program.rules.length > 0)?.rules ?? [];
  return html`<h2>${title}</h2>
<div class="scroll"><table class="class">
<thead><tr><th scope="col">Rule</th>${programs.map(({ id, group }) => html`<th scope="col" title="${group}"><a href="#${id}">${group}</a></th>`)}</tr></thead>
<tbody>
<tr><th scope="row">Level</th>${programs.map((program) => html`<td class="${toneOf(program)}">${levelOf(program)}</td>`)}</tr>
${rules.map(
  (
    { rule },
    at,
  ) => html`<tr><th scope="row" title="${rule.text}">${rule.number}</th>${programs.map((program) => writeCell(program, at))}</tr>
`,
)}</tbody></table></div>
`;
}

function toneOf(program: ProgramResult): string {
  const level = levelOf(program);
  if (level === "open") return "open";
  return level === "none" ? "failed" : "held";
}

/** All programs of a kind are judged by the same rules, in the same order; one that could not be started has none. */
function writeCell({ id, failures, rules }: Program, at: number): Html {
  const { rule, state, reasons } = rules[at] ?? { rule: null, state: "not judged", reasons: [] };
  const failure = failures.findIndex((found) => rule && found.rules.includes(rule.number));
  const sign = SIGNS[state];
  const shown = failure < 0 ? sign : html`<a href="#${id}-${failure + 1}">${sign}</a>`;
  return html`<td class="${state.replace(" ", "-")}" title="${[state, ...reasons].join(": ")}">${shown}</td>`;
}

function writeProgram(program: Program): Html {
  const { id, failures, remark, seconds } = program;
  const [group = "", kind = "", level = "", passed = "", failed = "", open = ""] = cellsOf(program);
  return html`<section class="card verdict ${toneOf(program)}" id="${id}">
<h3>${group}, ${kind}: <span class="state">level ${level}</span></h3>
<p class="quiet">${passed} rules passed, ${failed} failed, ${open} not judged, in ${seconds.toFixed(0)} s</p>
${remark === null ? "" : html`<p>${remark}</p>`}
${failures.map(
  ({ rules, title, mend, text }, index) => html`<article id="${id}-${index + 1}">
<h3>${rules.join(", ")}: It has to be so that the program ${title}.</h3>
<p>${mend}</p>
<details><summary>What was done, and what came</summary><div class="scroll"><pre>${text}</pre></div></details>
</article>
`,
)}</section>
`;
}
