import { writeCount, writeMs, writePercent } from "../result/format.ts";
import type { Verdict } from "../result/run-result.ts";
import type { BreakingBounds } from "./breaking-bounds.ts";
import { isSaturatedSample, SHORTAGES } from "./saturation.ts";

/** Metrics of the last seconds. Counts are of those seconds alone. */
export interface WindowMetrics {
  readonly clients: number;
  /** Connects that have come to an end, good or bad. */
  readonly attempts: number;
  /** Connects that were refused: by the system, or by the server in words. */
  readonly refused: number;
  /** Connects and handshakes that took longer than they may. */
  readonly timedOut: number;
  readonly handshakeP99Ms: number | null;
  /** Questions whose time for an answer has passed, or that were answered. */
  readonly answersExpected: number;
  readonly answersLost: number;
  readonly answerP99Ms: number | null;
  /** Connections that the server closed, or that broke. */
  readonly dropped: number;
  /** The last words of the server or the system, by the kind of error. */
  readonly details: Readonly<Record<string, string>>;
  readonly tester: {
    /** Connects that failed because the system let the tester open no more files. */
    readonly openFiles: number;
    /** Connects that failed because no port was left. */
    readonly ports: number;
    readonly loopDelayMs: number;
    readonly testerCpuShare: number;
  };
}

export interface ReachedLimit {
  readonly limit: NonNullable<Verdict["limit"]>;
  /** A sentence each, the one of the limit first, then what else was past its bound at that time. */
  readonly evidence: readonly string[];
}

interface Rule {
  readonly limit: ReachedLimit["limit"];
  /**
   * True when a tester that is too busy may have caused it. A server refuses and closes by itself; but a tester that is late
   * itself can't say that the server was.
   */
  readonly isTimed: boolean;
  /** Describes what is past the bound; `null` when nothing is. */
  find(metrics: WindowMetrics, bounds: BreakingBounds): string | null;
}

/** From cause to effect: a client that is refused never waits, and one that is dropped gets no answers. */
const SERVER_RULES: readonly Rule[] = [
  { limit: "connect-refused", isTimed: false, find: findRefused },
  { limit: "connections-dropped", isTimed: false, find: findDropped },
  { limit: "connect-timeout", isTimed: true, find: findTimedOut },
  { limit: "answers-lost", isTimed: true, find: findLost },
  {
    limit: "handshake-slow",
    isTimed: true,
    find: (metrics, bounds) => describeSlow("handshakes", "handshakeP99Ms", metrics, bounds),
  },
  {
    limit: "latency",
    isTimed: true,
    find: (metrics, bounds) => describeSlow("answers", "answerP99Ms", metrics, bounds),
  },
];

/**
 * Finds the limit that was reached; `null` while all is well. First come the refusals and drops, which the server does by
 * itself whatever the tester's load; then the tester's own limits, which are never the server's fault; then the times, which
 * only a tester can judge that is in time itself.
 */
export function findReachedLimit(metrics: WindowMetrics, bounds: BreakingBounds): ReachedLimit | null {
  const { tester } = metrics;
  const isSaturated = isSaturatedSample(tester, bounds.tester);
  const found = SERVER_RULES.flatMap(({ limit, isTimed, find }) => {
    const evidence = find(metrics, bounds);
    return evidence === null ? [] : [{ limit, isTimed, evidence }];
  });
  const sentences = found.map(({ evidence }) => evidence);
  const certain = found.find(({ isTimed }) => !isTimed);
  if (certain)
    return {
      limit: certain.limit,
      evidence: [certain.evidence, ...sentences.filter((text) => text !== certain.evidence)],
    };
  if (tester.openFiles > 0)
    return { limit: "tester-open-files", evidence: [describeShortage("tester-open-files", metrics)] };
  if (tester.ports > 0) return { limit: "tester-ports", evidence: [describeShortage("tester-ports", metrics)] };
  if (isSaturated) return { limit: "tester-event-loop", evidence: [describeEventLoop(metrics), ...sentences] };
  const [first] = found;
  return first ? { limit: first.limit, evidence: sentences } : null;
}

/** Kinds of refusals, the ones with the server's own words first. */
const REFUSALS = ["server-full", "name-refused", "no-chat-server", "not-welcomed", "connect-refused"];

function findRefused(metrics: WindowMetrics, { failedConnectShare }: BreakingBounds): string | null {
  const { refused, attempts, details } = metrics;
  if (!isPast(refused, attempts, failedConnectShare)) return null;
  const counts = `${count(refused, "connect", metrics)} of the last ${writeCount(attempts)} ${refused === 1 ? "was" : "were"} refused`;
  const reason = REFUSALS.flatMap((kind) => details[kind] ?? [])[0];
  return `${counts}${quote(reason)}`;
}

function findTimedOut(metrics: WindowMetrics, { failedConnectShare }: BreakingBounds): string | null {
  const { timedOut, attempts, details } = metrics;
  if (!isPast(timedOut, attempts, failedConnectShare)) return null;
  const counts = `${count(timedOut, "connect", metrics)} of the last ${writeCount(attempts)} timed out`;
  return `${counts}${quote(details["connect-timeout"] ?? details["handshake-timeout"])}`;
}

function findDropped(metrics: WindowMetrics, { droppedShare }: BreakingBounds): string | null {
  const { dropped, clients, details } = metrics;
  if (!isPast(dropped, clients + dropped, droppedShare)) return null;
  return `${writeCount(dropped)} of ${writeCount(clients + dropped)} connections were dropped${quote(details.dropped)}`;
}

function findLost(metrics: WindowMetrics, { lostAnswerShare }: BreakingBounds): string | null {
  const { answersLost, answersExpected } = metrics;
  if (!isPast(answersLost, answersExpected, lostAnswerShare)) return null;
  return `${count(answersLost, "answer", metrics)} of the last ${writeCount(answersExpected)} did not come.`;
}

function describeSlow(
  what: string,
  key: "handshakeP99Ms" | "answerP99Ms",
  { clients, [key]: p99Ms }: WindowMetrics,
  { [key]: boundMs }: BreakingBounds,
): string | null {
  if (p99Ms === null || p99Ms <= boundMs) return null;
  return `With ${writeCount(clients)} clients the 99th percentile of the ${what} was ${writeMs(p99Ms)}, past ${writeMs(boundMs)}.`;
}

function describeShortage(kind: keyof typeof SHORTAGES, { clients }: WindowMetrics): string {
  return `With ${writeCount(clients)} clients ${SHORTAGES[kind]}`;
}

function describeEventLoop({ clients, tester }: WindowMetrics): string {
  return (
    `With ${writeCount(clients)} clients the tester's own event loop was ${writePercent(tester.testerCpuShare)} busy and ${writeMs(tester.loopDelayMs)} late: ` +
    "what it measures from here on is itself. More --threads or --workers, or a machine of its own, help."
  );
}

function isPast(part: number, whole: number, bound: number): boolean {
  return part > 0 && part > bound * whole;
}

function count(number: number, noun: string, { clients }: WindowMetrics): string {
  return `With ${writeCount(clients)} clients ${writeCount(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function quote(text: string | undefined): string {
  return text === undefined ? "." : `: "${text}"`;
}
