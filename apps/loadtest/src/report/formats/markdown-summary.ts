import { displayText } from "@chat/protocol";
import { writeCount, writeIfMeasured, writeMs, writeWithUnit } from "../../result/format.ts";
import { measuresOf } from "../../result/measures.ts";
import { OUTCOMES } from "../../result/outcomes.ts";
import type { RunResult } from "../../result/run-result.ts";
import { keyMetricsOf } from "../key-metrics.ts";
import { THRESHOLD_WORDS, type Tone, wordsOf } from "../verdict-words.ts";

const SIGNS: { readonly [Name in Tone]: string } = { good: "✅", bad: "❌", notice: "⚠️" };

/** Writes a run as Markdown for the page of a CI job: the verdict first, then its figures in tables. */
export function writeMarkdownSummary(result: RunResult): string {
  const { verdict, command, commandLine, accounts, thresholds } = result;
  const { title, tone } = wordsOf(verdict);
  const keys = keyMetricsOf(result).map((metric) => [metric.title, metric.value, metric.note]);
  const kinds = Object.entries(accounts);
  const outcomes = OUTCOMES.map(({ key, title: name }) => [
    name,
    ...kinds.map(([, account]) => writeCount(account[key])),
  ]);
  const latencies = measuresOf(result).map(({ title: name, latency: { p50, p90, p99, p999, max, count } }) => [
    name,
    ...[p50, p90, p99, p999, max].map((ms) => writeIfMeasured(ms, writeMs)),
    writeCount(count),
  ]);
  const conditions = thresholds.map(({ condition, outcome, actual, unit }) => [
    condition,
    writeIfMeasured(actual, (value) => writeWithUnit(value, unit)),
    `${outcome === "kept" ? SIGNS.good : SIGNS.bad} ${THRESHOLD_WORDS[outcome]}`,
  ]);
  const blocks = [
    `### ${SIGNS[tone]} ${escapeMarkdown(title)}: chat-load ${command}`,
    escapeMarkdown(verdict.text),
    verdict.evidence.map((sentence) => `- ${escapeMarkdown(sentence)}`).join("\n"),
    writeTable(["", "", ""], keys),
    kinds.length > 0 ? writeTable(["Messages", ...kinds.map(([kind]) => kind)], outcomes) : "",
    latencies.length > 0 ? writeTable(["Latency", "p50", "p90", "p99", "p99.9", "max", "count"], latencies) : "",
    conditions.length > 0 ? writeTable(["Fail if", "it was", ""], conditions) : "",
    escapeMarkdown(commandLine),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n\n`;
}

function writeTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const writeRow = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  const rule = `|${heads.map((_, index) => (index === 0 ? " --- |" : " ---: |")).join("")}`;
  return [writeRow(heads), rule, ...rows.map(writeRow)].join("\n");
}

/** Makes a text harmless in Markdown: any punctuation may have a backslash before it, and stands for itself then. */
function escapeMarkdown(text: string): string {
  return displayText(text).replace(/[\\`*_{}[\]<>()#+!|~&@$]/g, "\\$&");
}
