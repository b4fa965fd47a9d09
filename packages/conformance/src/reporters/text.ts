import type { JournalEvent } from "@chat/journal";
import { displayText } from "@chat/protocol";
import type { RecordedWire } from "../recorded-wire.ts";
import { showHex, showText } from "../show-difference.ts";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import { NOT_ASKED_FOR, type Report, type Reporter } from "./reporter.ts";
import { describeLevel, groupByReason, type ShownFailure, showFailures } from "./shown-failures.ts";

/** Events of a connection, and connections, that are shown for a failure: the last ones. */
const MAX_SHOWN_EVENTS = 12;
const MAX_SHOWN_WIRES = 4;
/** Longest write that is shown together with the one before it, in bytes. */
const MAX_PIECE_BYTES = 4;

/** The report for people: failures first, then what could not be judged, then the levels. */
export const reporter: Reporter = {
  summary: "Write the report that is printed into a file as well.",
  write(report) {
    const { subject, seconds, outcomes } = report;
    const judged = outcomes.filter(({ kind }) => kind !== "not judged").length;
    const { failures, more } = showFailures(report);
    const parts = [
      `${displayText(subject)}, ${judged} of ${outcomes.length} checks in ${seconds.toFixed(1)} s, seed ${displayText(report.seed)}`,
      ...failures.map(writeFailure),
      ...(more === "" ? [] : [more]),
      ...writeSummary(report, failures.length > 0),
      "",
    ];
    return displayText(parts.join("\n\n"), { newlines: "keep" });
  },
};

/** The rules and the levels; when checks were chosen, these alone, since they say little about the rest. */
function writeSummary({ outcomes, verdict, isStaged, level: asked }: Report, hasFailures: boolean): string[] {
  const chosen = outcomes.filter((outcome) => outcome.kind !== "not judged" || outcome.reason !== NOT_ASKED_FOR);
  if (chosen.length < outcomes.length) return [chosen.map(writeOutcome).join("\n")];
  const levels = verdict.levels.map((level) => `${level.level}: ${describeLevel(level)}`).join("\n");
  // What could not be judged is the next thing to do when nothing that was asked for is broken.
  const isOpen = verdict.levels.some(({ level, state }) => level === asked && state === "open");
  return isStaged && hasFailures && !isOpen ? [levels] : [writeRules(verdict), levels];
}

function writeOutcome(outcome: Report["outcomes"][number]): string {
  const mark = { passed: "✓", failed: "✗", "not judged": "?" }[outcome.kind];
  const reason = outcome.kind === "not judged" ? ` (${displayText(outcome.reason)})` : "";
  return `${mark} ${outcome.kind}: ${outcome.check.name}${reason}`;
}

/** Writes a failure with all that is known of it. */
export function writeFailure(failure: ShownFailure): string {
  const { check, numbers, demandedBy, rules, wires, expected, came, difference, mend, hint } = failure;
  const hidden = wires.length - MAX_SHOWN_WIRES;
  return [
    `✗ ${numbers.join(", ")} (${check.name})${demandedBy}\n  Not true yet: the program ${check.title}.`,
    ...rules.map(({ number, text }) => `  [${number}] ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`),
    ...(hidden > 0 ? [`  ${hidden} connections more, which are not shown`] : []),
    ...wires.slice(-MAX_SHOWN_WIRES).map(writeWire),
    `  expected  ${indent(expected)}`,
    `  came      ${indent(came)}`,
    ...(difference === "" ? [] : [`  ${indent(difference)}`]),
    `  mend it   ${mend}`,
    ...(hint === "" ? [] : [`  hint      ${hint}`]),
  ].join("\n");
}

function writeWire({ label, events }: RecordedWire): string {
  const joined = joinWrites(events);
  const shown = joined.slice(-MAX_SHOWN_EVENTS);
  const lines = shown.flatMap(({ event, count }) => {
    const time = `${Math.round(event.t)} ms`.padStart(9);
    if (event.event === "bytes") {
      const arrow = event.from === "client" ? "client ▶" : "server ▶";
      const size = `${event.bytes.length} bytes${count > 1 ? ` in ${count} writes` : ""}: `;
      const isLong = count > 1 || event.bytes.length > 1_000;
      return [
        `${time}  ${arrow} ${isLong ? size : ""}${showText(event.bytes)}`,
        `${" ".repeat(20)}${showHex(event.bytes)}`,
      ];
    }
    if (event.event === "ended") return [`${time}  ${event.by} ends`];
    return event.event === "closed" ? [`${time}  ${event.by} breaks the connection`] : [];
  });
  const left = joined.length - shown.length;
  const heading = `  connection of ${displayText(label)}${left > 0 ? `, without what came before` : ""}`;
  return [heading, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** One event, or writes that are shown as one. */
interface Joined {
  event: JournalEvent;
  count: number;
}

/** Joins writes of few bytes that follow one another: what was cut into pieces is read as one, with the number of its pieces. */
function joinWrites(events: readonly JournalEvent[]): readonly Joined[] {
  const joined: Joined[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    const isPiece = event.event === "bytes" && event.bytes.length <= MAX_PIECE_BYTES;
    if (isPiece && last?.event.event === "bytes" && last.event.from === event.from) {
      last.event = { ...last.event, bytes: Buffer.concat([last.event.bytes, event.bytes]) };
      last.count += 1;
    } else joined.push({ event, count: 1 });
  }
  return joined;
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
