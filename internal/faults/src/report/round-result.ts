import type { Violation } from "../checks/violation.ts";
import type { TimedEvent } from "../history/chat-event.ts";
import { describeEvent } from "../history/history.ts";
import type { Fault } from "../plan/fault.ts";
import type { RoundOutcome } from "../round/round.ts";
import { type Tally, tallyOf } from "./tally.ts";

/** A rule that did not hold, and the lines that show it. */
export interface ReportedViolation {
  readonly rule: string;
  readonly text: string;
  readonly evidence: readonly string[];
}

/** The part of a round that the report keeps. */
export interface RoundResult {
  readonly round: number;
  readonly faults: readonly Fault[];
  readonly durationMs: number;
  readonly tally: Tally;
  /** Times until names of killed nodes were free, in milliseconds. */
  readonly freedMs: readonly number[];
  readonly calmMs: number | null;
  readonly listsEqualMs: number | null;
  readonly toldMs: number | null;
  readonly violations: readonly ReportedViolation[];
}

/** Most violations of one rule in one round that are shown, and most lines of each; the kept history has all. */
const SHOWN_VIOLATIONS = 5;
const SHOWN_EVIDENCE = 40;

export function toRoundResult(
  round: number,
  faults: readonly Fault[],
  { history: { events }, check, calmMs, toldMs }: RoundOutcome,
): RoundResult {
  const [start, end] = [startOf(events), events.at(-1)?.at ?? 0];
  return {
    round,
    faults,
    durationMs: end - start,
    tally: tallyOf(events),
    freedMs: check.freedMs,
    calmMs,
    listsEqualMs: check.listsEqualMs,
    toldMs,
    violations: reportViolations(check.violations, start),
  };
}

/** When a round began: what is in front of its first stage was before. */
export function startOf(events: readonly TimedEvent[]): number {
  return events.find(({ kind }) => kind === "stage")?.at ?? 0;
}

function reportViolations(violations: readonly Violation[], start: number): ReportedViolation[] {
  return [...Map.groupBy(violations, ({ rule }) => rule)].flatMap(([rule, all]) => {
    const shown = all.slice(0, SHOWN_VIOLATIONS).map((violation) => reportViolation(violation, start));
    const count = all.length - shown.length;
    return count === 0 ? shown : [...shown, { rule, text: `The same ${count} times more.`, evidence: [] }];
  });
}

function reportViolation({ rule, text, evidence }: Violation, start: number): ReportedViolation {
  const lines = evidence.slice(0, SHOWN_EVIDENCE).map((event) => describeEvent(event, start));
  const more = evidence.length > SHOWN_EVIDENCE ? [`… and ${evidence.length - SHOWN_EVIDENCE} more`] : [];
  return { rule, text, evidence: [...lines, ...more] };
}
