import { displayText } from "@chat/protocol";
import { STAGES } from "../checks/check.ts";
import type { Mend } from "../checks/failure.ts";
import type { RecordedWire } from "../recorded-wire.ts";
import { firstDifference, showHex, showSeen, showText } from "../show-difference.ts";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import type { Report, Reporter } from "./reporter.ts";

/** Writes and reads of a connection that are shown for a failure: the last ones. */
const MAX_SHOWN_EVENTS = 12;

/** The report for people: failures first, then what could not be judged, then the levels. */
export const reporter: Reporter = {
  summary: "Write the report that is printed into a file as well.",
  write(report) {
    const { verdict, subject, seconds } = report;
    const failures = inStages(verdict.failures);
    const shown = report.isStaged ? failures.slice(0, 1) : failures;
    const more = failures.length - shown.length;
    return [
      `${subject}, ${report.outcomes.length} checks in ${seconds.toFixed(1)} s, seed ${report.seed}`,
      ...shown.map((failure) => writeFailure(failure, report)),
      ...(more > 0 ? [`${more} more failures come after it: mend this one first.`] : []),
      ...(report.isStaged ? [] : [writeRules(verdict)]),
      writeLevels(verdict),
      "",
    ].join("\n\n");
  },
};

function inStages(failures: Verdict["failures"]): Verdict["failures"] {
  return failures.toSorted((a, b) => STAGES.indexOf(a.outcome.check.stage) - STAGES.indexOf(b.outcome.check.stage));
}

/** Writes all that is known of a failure. */
export function writeFailure(
  { outcome, failure, rules }: Verdict["failures"][number],
  { verdict, language }: Report,
): string {
  const { expected, came, mend, mistake } = failure.details;
  const difference = firstDifference(expected, came);
  const texts = verdict.rules.filter(({ rule }) => rules.includes(rule.number)).map(({ rule }) => rule);
  return [
    `✗ ${rules.join(", ")} (${outcome.check.name})\n  It has to be so that the program ${outcome.check.title}.`,
    ...texts.map(({ number, text }) => `  [${number}] ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`),
    ...failure.wires.map(writeWire),
    `  expected  ${indent(showSeen(expected))}`,
    `  came      ${indent(showSeen(came))}`,
    ...(difference === null ? [] : [`  The first byte that differs is byte ${difference}, counted from 0.`]),
    `  mend it   ${pickMend(mend, language)}`,
    ...(mistake ? [`  hint      ${mistake.words}`] : []),
  ].join("\n");
}

/** Returns the way to mend it in the language that was asked for. */
export function pickMend(mend: Mend, language: Report["language"]): string {
  if (typeof mend === "string") return mend;
  return (language && mend[language]) ?? mend.any;
}

function writeWire({ label, events }: RecordedWire): string {
  const shown = events.slice(-MAX_SHOWN_EVENTS);
  const lines = shown.flatMap((event) => {
    const time = `${Math.round(event.t)} ms`.padStart(9);
    if (event.event === "bytes") {
      const arrow = event.from === "client" ? "client ▶" : "server ▶";
      return [`${time}  ${arrow} ${showText(event.bytes)}`, `${" ".repeat(20)}${showHex(event.bytes)}`];
    }
    if (event.event === "ended") return [`${time}  ${event.by} ends`];
    return event.event === "closed" ? [`${time}  ${event.by} breaks the connection`] : [];
  });
  const left = events.length - shown.length;
  const heading = `  connection of ${displayText(label)}${left > 0 ? `, without its first ${left} events` : ""}`;
  return [heading, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** The rules that are not simply passed, by their reason: each reason is said once. */
function writeRules({ rules }: Verdict): string {
  const lines = (state: RuleVerdict["state"]) => {
    const byReason = Map.groupBy(
      rules.filter((rule) => rule.state === state).flatMap((rule) => rule.reasons.map((reason) => ({ rule, reason }))),
      ({ reason }) => reason,
    );
    return [...byReason].map(
      ([reason, found]) => `  ${state}: ${reason}: ${found.map(({ rule }) => rule.rule.number).join(", ")}`,
    );
  };
  const numbers = (state: RuleVerdict["state"]) =>
    rules.filter((rule) => rule.state === state).map(({ rule }) => rule.number);
  return [
    `passed: ${numbers("passed").join(", ") || "none"}`,
    `failed: ${numbers("failed").join(", ") || "none"}`,
    ...lines("not judged"),
    ...lines("not covered"),
  ].join("\n");
}

function writeLevels({ levels }: Verdict): string {
  const lines = levels.map(({ level, state, failed, notJudged }) => {
    if (state === "held") return `${level}: yes`;
    if (state === "failed") return `${level}: no, because of ${failed.join(", ")}`;
    return `${level}: open, since not all was judged${notJudged.length > 0 ? `: ${notJudged.join(", ")}` : ""}`;
  });
  return lines.join("\n");
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n            ");
}
