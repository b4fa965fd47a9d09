import { displayText } from "@chat/protocol";
import { writeCount, writeWithUnit } from "../../result/format.ts";
import { OUTCOMES } from "../../result/outcomes.ts";
import type { Account, RunResult, ThresholdOutcome } from "../../result/run-result.ts";
import { LIMIT_WORDS, THRESHOLD_WORDS, wordsOf } from "../verdict-words.ts";

/** One thing that a run checks, as CI systems list it. */
interface TestCase {
  readonly name: string;
  /** `null` for one that passed. */
  readonly problem: Problem | null;
}

interface Problem {
  /** `failure` of the server; `error` of the test itself, which could not judge; `skipped` where nothing was to be judged. */
  readonly element: "failure" | "error" | "skipped";
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

/**
 * Writes a run as JUnit's XML: its verdict, each kind of message, each bound of a breaking point and each condition of
 * `--fail-if` is a test case. One has failed when the run's exit code is not 0.
 */
export function writeJunitReport(result: RunResult): string {
  const { command, commandLine, settings, durationMs, startedAt } = result;
  const cases = [
    verdictCase(result),
    ...Object.entries(result.accounts).map(([kind, account]) => accountCase(kind, account, result)),
    ...(command === "breaking-point" ? boundCases(result) : []),
    ...result.thresholds.map(thresholdCase),
  ];
  const seconds = (durationMs / 1_000).toFixed(3);
  const counts = [
    ["tests", cases.length],
    ["failures", countOf(cases, "failure")],
    ["errors", countOf(cases, "error")],
    ["skipped", countOf(cases, "skipped")],
    ["time", seconds],
  ] as const;
  const suite = [["name", `chat-load ${command}`], ...counts, ["timestamp", startedAt.slice(0, 19)]] as const;
  const properties = Object.entries({ "command line": commandLine, ...settings });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes([["name", "chat-load"], ...counts])}>`,
    `  <testsuite${attributes(suite)}>`,
    "    <properties>",
    ...properties.map(
      ([name, value]) =>
        `      <property${attributes([
          ["name", name],
          ["value", value],
        ])}/>`,
    ),
    "    </properties>",
    ...cases.flatMap((testCase) => writeCase(testCase, `chat-load.${command}`, seconds)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function verdictCase({ verdict, exitCode }: RunResult): TestCase {
  const { kind, text, evidence } = verdict;
  if (exitCode === 0 && kind !== "interrupted") return { name: "verdict", problem: null };
  const isOfTest = kind === "tester-saturated" || kind === "interrupted";
  const message = `${wordsOf(verdict).title}: ${text}`;
  return {
    name: "verdict",
    problem: { element: isOfTest ? "error" : "failure", type: kind, message, lines: evidence },
  };
}

function accountCase(kind: string, account: Account, { verdict }: RunResult): TestCase {
  const name = `account ${kind}: every message arrives once, in order and whole`;
  const faults = OUTCOMES.filter(({ key, isFault }) => isFault && account[key] > 0);
  if (faults.length === 0) return { name, problem: null };
  const counts = faults.map(({ key, title }) => `${writeCount(account[key])} ${title}`).join(", ");
  const message = `${counts}, of ${writeCount(account.expected)} expected`;
  // A run that looks for a limit goes past it: what is lost there is no failure.
  const isExpected = verdict.kind === "limit-found";
  return { name, problem: { element: isExpected ? "skipped" : "failure", type: "account", message, lines: [] } };
}

function boundCases({ verdict, exitCode }: RunResult): TestCase[] {
  const bounds = Object.entries(LIMIT_WORDS).filter(([limit]) => !limit.startsWith("max-"));
  return bounds.map(([limit, words]) => {
    const name = `bound ${limit}`;
    if (limit !== verdict.limit) return { name, problem: null };
    const clients = verdict.clients === null ? "" : ` at ${writeCount(verdict.clients)} clients`;
    const message = `met${clients}: ${words}`;
    const element = limit.startsWith("tester-") ? "error" : exitCode === 0 ? "skipped" : "failure";
    return { name, problem: { element, type: limit, message, lines: verdict.evidence } };
  });
}

function thresholdCase({ condition, outcome, actual, unit }: ThresholdOutcome): TestCase {
  const name = `threshold ${condition}`;
  if (outcome === "kept") return { name, problem: null };
  const value = actual === null ? "" : `: it was ${writeWithUnit(actual, unit)}`;
  const message = `${THRESHOLD_WORDS[outcome]}${value}`;
  return { name, problem: { element: outcome === "crossed" ? "failure" : "error", type: outcome, message, lines: [] } };
}

function writeCase({ name, problem }: TestCase, classname: string, seconds: string): string[] {
  // The checks are of the same run: its time stands once.
  const time = name === "verdict" ? seconds : "0";
  const open = `    <testcase${attributes([
    ["classname", classname],
    ["name", name],
    ["time", time],
  ])}`;
  if (!problem) return [`${open}/>`];
  const { element, type, message, lines } = problem;
  const said = attributes([...(element === "skipped" ? [] : [["type", type] as const]), ["message", message]]);
  return [`${open}>`, `      <${element}${said}>${lines.map(escapeXml).join("\n")}</${element}>`, "    </testcase>"];
}

function countOf(cases: readonly TestCase[], element: Problem["element"]): number {
  return cases.filter(({ problem }) => problem?.element === element).length;
}

function attributes(pairs: readonly (readonly [name: string, value: string | number])[]): string {
  return pairs.map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`).join("");
}

/** Makes a text harmless in XML, which has no place for controls, lone surrogates and two noncharacters. */
function escapeXml(text: string): string {
  return displayText(text)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
