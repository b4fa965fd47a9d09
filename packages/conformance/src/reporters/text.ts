import { displayText } from "@chat/protocol";
import type { RecordedWire } from "../recorded-wire.ts";
import { showHex, showText } from "../show-difference.ts";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import type { Reporter } from "./reporter.ts";
import { describeLevel, groupByReason, type ShownFailure, showFailures } from "./shown-failures.ts";

/** Writes and reads of a connection that are shown for a failure: the last ones. */
const MAX_SHOWN_EVENTS = 12;

/** The report for people: failures first, then what could not be judged, then the levels. */
export const reporter: Reporter = {
  summary: "Write the report that is printed into a file as well.",
  write(report) {
    const { verdict, subject, seconds } = report;
    const { failures, more } = showFailures(report);
    const parts = [
      `${displayText(subject)}, ${report.outcomes.length} checks in ${seconds.toFixed(1)} s, seed ${displayText(report.seed)}`,
      ...failures.map(writeFailure),
      ...(more === "" ? [] : [more]),
      ...(report.isStaged ? [] : [writeRules(verdict)]),
      verdict.levels.map((level) => `${level.level}: ${describeLevel(level)}`).join("\n"),
      "",
    ];
    return displayText(parts.join("\n\n"), { newlines: "keep" });
  },
};

/** Writes a failure with all that is known of it. */
export function writeFailure(failure: ShownFailure): string {
  const { check, numbers, rules, wires, expected, came, difference, mend, hint } = failure;
  return [
    `✗ ${numbers.join(", ")} (${check.name})\n  It has to be so that the program ${check.title}.`,
    ...rules.map(({ number, text }) => `  [${number}] ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`),
    ...wires.map(writeWire),
    `  expected  ${indent(expected)}`,
    `  came      ${indent(came)}`,
    ...(difference === "" ? [] : [`  ${difference}`]),
    `  mend it   ${mend}`,
    ...(hint === "" ? [] : [`  hint      ${hint}`]),
  ].join("\n");
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

/** The rules by their state; each reason of those that are not judged is said once. */
function writeRules(verdict: Verdict): string {
  const lines = (state: RuleVerdict["state"]) =>
    groupByReason(verdict, state).map(
      ({ reason, numbers }) => `  ${state}: ${displayText(reason)}: ${numbers.join(", ")}`,
    );
  const numbers = (state: RuleVerdict["state"]) =>
    verdict.rules.filter((rule) => rule.state === state).map(({ rule }) => rule.number);
  return [
    `passed: ${numbers("passed").join(", ") || "none"}`,
    `failed: ${numbers("failed").join(", ") || "none"}`,
    ...lines("not judged"),
    ...lines("not covered"),
  ].join("\n");
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n            ");
}
