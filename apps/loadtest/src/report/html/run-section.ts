import { writeCount, writeIfMeasured, writeMs, writeNumber, writeWithUnit } from "../../result/format.ts";
import { describeWarmUp, isOpenLoop, measuresOf, OPEN_LOOP_NOTE } from "../../result/measures.ts";
import { OUTCOMES, sumAccounts } from "../../result/outcomes.ts";
import type { RunResult } from "../../result/run-result.ts";
import { describeMachine, describeServer, describeTester } from "../describe-run.ts";
import type { LabelledRun } from "../run-labels.ts";
import { THRESHOLD_WORDS } from "../verdict-words.ts";
import { type Html, html, writeTable } from "./html.ts";

export function runSection({ label, letter, result }: LabelledRun, isOnly: boolean): Html {
  const title = (text: string) => (isOnly ? text : `${letter}: ${text}`);
  const id = `run-${letter}`;
  const warmUp = describeWarmUp(result);
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}">${isOnly ? "What became of the messages" : label}</h2>
${isOnly ? "" : html`<h3>What became of the messages</h3>`}
${accountTable(result, title("What became of the messages"))}
<h3>Latency in milliseconds</h3>
${latencyTable(result, title("Latency in milliseconds"))}
${warmUp === null ? "" : html`<p class="caption">${warmUp}</p>`}
${isOpenLoop(result) ? html`<p class="caption">${OPEN_LOOP_NOTE}</p>` : ""}
${errorTable(result, title("Errors by kind"))}
${thresholdTable(result, title("Thresholds"))}
<h3>How it was measured</h3>
${describeSetup(result)}
</section>`;
}

function accountTable({ accounts }: RunResult, caption: string): Html {
  const kinds = Object.entries(accounts);
  if (kinds.length > 1) kinds.push(["all", sumAccounts(accounts)]);
  const rows = OUTCOMES.map(({ key, title, isFault }) => [
    title,
    ...kinds.map(([, account]) => {
      const count = writeCount(account[key]);
      return isFault && account[key] > 0 ? html`<strong class="fault">${count}</strong>` : count;
    }),
  ]);
  return writeTable({ caption, heads: ["", ...kinds.map(([kind]) => kind)], rows });
}

function latencyTable(result: RunResult, caption: string): Html {
  const rows = measuresOf(result).map(({ title, latency: { p50, p90, p99, p999, max, mean, count } }) => [
    title,
    ...[p50, p90, p99, p999, max, mean].map((ms) => writeIfMeasured(ms, writeNumber)),
    writeCount(count),
  ]);
  return writeTable({ caption, heads: ["", "p50", "p90", "p99", "p99.9", "max", "mean", "count"], rows });
}

function errorTable({ errors }: RunResult, caption: string): Html | string {
  const rows = Object.entries(errors).map(([kind, count]) => [kind, writeCount(count)]);
  return rows.length === 0
    ? ""
    : html`<h3>Errors by kind</h3>\n${writeTable({ caption, heads: ["kind", "count"], rows })}`;
}

function thresholdTable({ thresholds }: RunResult, caption: string): Html | string {
  const rows = thresholds.map(({ condition, outcome, actual, unit }) => [
    condition,
    writeIfMeasured(actual, (value) => writeWithUnit(value, unit)),
    outcome === "kept"
      ? `✓ ${THRESHOLD_WORDS[outcome]}`
      : html`<strong class="fault">✕ ${THRESHOLD_WORDS[outcome]}</strong>`,
  ]);
  return rows.length === 0
    ? ""
    : html`<h3>Thresholds</h3>\n${writeTable({ caption, heads: ["fail if", "it was", ""], rows })}`;
}

function describeSetup(result: RunResult): Html {
  const { commandLine, startedAt, durationMs, settings, exitCode } = result;
  const rows: readonly (readonly [string, Html | string])[] = [
    ["Command", html`<code>${commandLine}</code>`],
    [
      "Settings",
      Object.entries(settings)
        .map(([name, value]) => `${name}: ${value}`)
        .join(" · "),
    ],
    ["Began", `${startedAt.slice(0, 19).replace("T", " ")} UTC, and took ${writeMs(durationMs)}`],
    ["Server", describeServer(result).join(" · ")],
    ["Tester", describeTester(result).join(" · ")],
    ["Machine", describeMachine(result).join(" · ")],
    ["Exit code", String(exitCode)],
  ];
  return html`<dl class="setup">${rows.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>\n`)}</dl>`;
}
