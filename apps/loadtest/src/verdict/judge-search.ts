import { writeCount } from "../result/format.ts";
import { sumAccounts } from "../result/outcomes.ts";
import type { Limit, MeasuredRun, Verdict } from "../result/run-result.ts";
import { describeServerEnd, findFailures } from "./failure-rules.ts";
import { describeEvidence } from "./run-evidence.ts";

interface LimitWords {
  /** Continues "100 clients were held; then …". */
  readonly words: string;
  /** The verdict when this limit was met before any client was held. */
  readonly fromStart: Verdict["kind"];
}

const LIMITS: { readonly [Name in Limit]: LimitWords } = {
  "server-gone": { words: "the server went away", fromStart: "server-gone" },
  "server-silent": { words: "the server fell silent", fromStart: "server-silent" },
  "connect-refused": { words: "connections were refused", fromStart: "server-refused" },
  "connect-timeout": { words: "connections timed out", fromStart: "server-mute" },
  "handshake-slow": { words: "handshakes became too slow", fromStart: "slow-from-start" },
  "answers-lost": { words: "answers were lost", fromStart: "slow-from-start" },
  "connections-dropped": { words: "connections were dropped", fromStart: "connections-dropped" },
  latency: { words: "answers became too slow", fromStart: "slow-from-start" },
  "tester-open-files": { words: "the tester could open no more files", fromStart: "tester-saturated" },
  "tester-ports": { words: "the tester had no more ports", fromStart: "tester-saturated" },
  "tester-event-loop": { words: "the tester had no more time", fromStart: "tester-saturated" },
  "max-clients": { words: "no more were asked for", fromStart: "nothing-sent" },
  "max-duration": { words: "the time was over", fromStart: "nothing-sent" },
};

/** Judgement of a search, before thresholds and the tester's load are looked at. */
export interface SearchJudgement {
  readonly kind: Verdict["kind"];
  readonly text: string;
  readonly evidence: readonly string[];
  readonly clients: number | null;
  readonly limit: Limit | null;
  /** True when a tester that is too busy may have caused it. A limit was found by rules that have looked at its load. */
  readonly isTimed: boolean;
}

/** Judges the search for a breaking point. Losses while a server gives way are part of what it looked for, and no failure. */
export function judgeSearch(run: MeasuredRun): SearchJudgement {
  const { held, limit } = run.ending;
  const clients = held ?? 0;
  if (limit === null || isOfRun(limit)) return judgeUnlimited(run, clients);
  const evidence = listLimitEvidence(run);
  const common = { clients, limit, evidence, isTimed: false };
  if (limit.startsWith("tester-")) {
    return { ...common, kind: "tester-saturated", text: describeHeld(clients, limit) };
  }
  if (clients > 0) return { ...common, kind: "limit-found", text: describeHeld(clients, limit) };
  const [first = `${LIMITS[limit].words}.`, ...others] = evidence;
  const text = `Nothing was ever held within the bounds: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
  return { ...common, kind: LIMITS[limit].fromStart, text, evidence: others };
}

/** What a server does wrong however many clients it holds. */
const FAULTS: ReadonlySet<Verdict["kind"]> = new Set([
  "messages-lost",
  "messages-corrupted",
  "messages-duplicated",
  "messages-disordered",
  "answers-wrong",
]);

/** Nothing gave way: the run ended where it was told to, or by a signal. */
function judgeUnlimited(run: MeasuredRun, clients: number): SearchJudgement {
  const { limit, interruptedBy } = run.ending;
  const failure = findFailures(run).find(({ kind }) => FAULTS.has(kind));
  if (failure) return { ...failure, clients, limit, evidence: describeEvidence(run, failure.kind) };
  const evidence = describeEvidence(run, "interrupted");
  if (interruptedBy !== null || limit === null) {
    const text = `Interrupted: until then ${writeCount(clients)} clients were held, and nothing of ${countExpected(run)} answers was lost.`;
    return { kind: "interrupted", text, clients, limit, evidence, isTimed: true };
  }
  const text = `${writeCount(clients)} clients were held, and ${LIMITS[limit].words}: nothing broke.`;
  return { kind: clients > 0 ? "no-limit-met" : "nothing-sent", text, clients, limit, evidence, isTimed: true };
}

function listLimitEvidence({ ending }: MeasuredRun): string[] {
  const end = ending.server ? [describeServerEnd(ending)] : [];
  return [...end, ...ending.limitEvidence];
}

function describeHeld(clients: number, limit: Limit): string {
  return `${writeCount(clients)} clients were held; then ${LIMITS[limit].words}.`;
}

function countExpected({ accounts }: MeasuredRun): string {
  return writeCount(sumAccounts(accounts).expected);
}

/** The bounds of the run itself. */
function isOfRun(limit: Limit): boolean {
  return limit === "max-clients" || limit === "max-duration";
}
