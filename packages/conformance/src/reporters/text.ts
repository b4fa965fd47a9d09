import type { JournalEvent } from "@chat/journal";
import { displayText } from "@chat/protocol";
import { LEVELS, STAGES } from "../checks/check.ts";
import type { Mend } from "../checks/failure.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import type { RecordedWire } from "../recorded-wire.ts";
import { firstDifference, showDifference, showHex, showSeen, showText } from "../show-difference.ts";
import type { RuleVerdict, Verdict } from "../verdict/judge.ts";
import type { Report, Reporter } from "./reporter.ts";

/** Events of a connection, and connections, that are shown for a failure: the last ones. */
const MAX_SHOWN_EVENTS = 12;
const MAX_SHOWN_WIRES = 4;
/** Longest write that is shown together with the one before it, in bytes. */
const MAX_PIECE_BYTES = 4;

/** The report for people: failures first, then what could not be judged, then the levels. */
export const reporter: Reporter = {
  summary: "Write the report that is printed into a file as well.",
  write(report) {
    const { verdict, subject, seconds, outcomes } = report;
    const judged = outcomes.filter(({ kind }) => kind !== "not judged").length;
    const failures = inOrder(report);
    const shown = report.isStaged ? failures.slice(0, 1) : failures;
    const more = failures.length - shown.length;
    return [
      `${subject}, ${judged} of ${outcomes.length} checks in ${seconds.toFixed(1)} s, seed ${report.seed}`,
      ...shown.map((failure) => writeFailure(failure, report)),
      ...(more > 0 ? [`${more} more failures were seen: mend this one first.`] : []),
      ...(report.isStaged && shown.length > 0 ? [] : [writeRules(verdict)]),
      writeLevels(verdict),
      "",
    ].join("\n\n");
  },
};

type FailureOfRules = Verdict["failures"][number];

/** A server that has gone comes first, as the cause of others; then what the level demands; each in the order of the stages. */
function inOrder(report: Report): Verdict["failures"] {
  const key = (failure: FailureOfRules) =>
    failure.rules.includes("C-1")
      ? -1
      : Number(!isDemanded(failure, report)) * STAGES.length + STAGES.indexOf(failure.outcome.check.stage);
  return report.verdict.failures.toSorted((a, b) => key(a) - key(b));
}

function isDemanded({ rules }: FailureOfRules, { verdict, level }: Report): boolean {
  const failed = verdict.levels.find((found) => found.level === level)?.failed ?? [];
  return rules.some((rule) => failed.includes(rule));
}

function writeFailure(found: FailureOfRules, report: Report): string {
  const { outcome, failure, rules } = found;
  const { verdict, language } = report;
  const { expected, came, mend, mistake } = failure.details;
  const difference = firstDifference(expected, came);
  const texts = verdict.rules.filter(({ rule }) => rules.includes(rule.number)).map(({ rule }) => rule);
  const later = isDemanded(found, report)
    ? ""
    : `, which ${LEVELS[verdict.role].at(-1)} demands and ${report.level} does not`;
  const hidden = failure.wires.length - MAX_SHOWN_WIRES;
  return [
    `✗ ${[...new Set(rules)].join(", ")} (${outcome.check.name})${later}\n  Not true yet: the program ${outcome.check.title}.`,
    ...texts.map(({ number, text }) => `  [${number}] ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`),
    ...(hidden > 0 ? [`  ${hidden} connections more, which are not shown`] : []),
    ...failure.wires.slice(-MAX_SHOWN_WIRES).map(writeWire),
    `  expected  ${indent(showSeen(expected))}`,
    `  came      ${indent(showSeen(came))}`,
    ...(difference === null ? [] : [`  ${indent(showDifference(expected, came, difference))}`]),
    `  mend it   ${pickMend(mend, language)}`,
    ...(mistake ? [`  hint      ${mistake.words}`] : []),
  ].join("\n");
}

function pickMend(mend: Mend, language: Report["language"]): string {
  if (typeof mend === "string") return mend;
  return (language && mend[language]) ?? mend.any;
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
    if (state === "failed") return `${level}: no, because of ${inNumbers(failed)}`;
    return `${level}: open, since not all was judged${notJudged.length > 0 ? `: ${inNumbers(notJudged)}` : ""}`;
  });
  return lines.join("\n");
}

/** Writes rules in the order of their numbers. */
function inNumbers(rules: readonly RuleNumber[]): string {
  return rules.toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2))).join(", ");
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n            ");
}
