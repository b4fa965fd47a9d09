import type { RunResult, Verdict } from "../result/run-result.ts";
import { runBench } from "../runs/run-bench.ts";
import { runBreakingPoint } from "../runs/run-breaking-point.ts";
import type { BenchSettings, BreakingPointSettings, CommonSettings, RunHooks } from "../runs/run-settings.ts";
import { DEFAULT_BOUNDS } from "../verdict/breaking-bounds.ts";
import { findBenchWorkload } from "../workloads/bench-workloads.ts";
import { compareCount, compareTime, compareWithin, compareWord, type Finding } from "./finding.ts";
import type { StubFaults, StubMeasurements } from "./stub-faults.ts";
import { StubProcess } from "./stub-process.ts";

/** Something that is built into a server, and that the tester has to find. */
export interface SelftestCase {
  /** Continues "A server that …". */
  readonly name: string;
  /** Starts the server, lets a load meet it, and compares. */
  readonly attempt: () => Promise<Finding[]>;
}

/** A fault that is built in, the load that meets it, and what is compared with the stub's own counts. */
interface CountedCase {
  readonly name: string;
  readonly faults: StubFaults;
  readonly run: (stub: StubProcess) => Promise<RunResult>;
  readonly compare: (stub: StubMeasurements, result: RunResult) => Finding[];
}

/** Rates are such that neither the tester nor the stub needs a tenth of a core: what is tested is the truth, not the speed. */
export const COMMON: CommonSettings = {
  // One thread: what a busy machine adds can be told from outside, see `EndToEndRecord`.
  fleet: { processes: 1, threads: 1 },
  messageBytes: 100,
  seed: 1,
  connectTimeoutMs: 10_000,
  handshakeTimeoutMs: 10_000,
  answerTimeoutMs: 5_000,
};

/** Time at the beginning in which everything is slow, and which is in no percentile, in milliseconds. */
const WARM_UP_MS = 1_000;

export const DIRECT: BenchSettings = {
  ...COMMON,
  workload: findBenchWorkload("dm"),
  // The number of users is no divisor of what the faults count off, so that these meet every stream.
  load: { users: 14, rate: 1_000 },
  durationMs: 5_000,
  warmUpMs: WARM_UP_MS,
};

const SHOUTS: BenchSettings = {
  ...DIRECT,
  workload: findBenchWorkload("shout"),
  load: { users: 14, shouters: 3, rate: 60 },
};

const CLIENTS = 2_000;

/** A load that no tester reaches. */
const UNBOUNDED_LOAD = { loopDelayMs: Number.POSITIVE_INFINITY, testerCpuShare: Number.POSITIVE_INFINITY };

export const RAMP: BreakingPointSettings = {
  ...COMMON,
  // All clients of a step have joined before the next one, on a busy machine too: those that are refused come alone.
  ramp: { kind: "stepped", step: CLIENTS / 4, everyMs: 1_500 },
  heartbeatMs: 3_000,
  maxClients: CLIENTS * 2,
  maxDurationMs: 60_000,
  // A busy machine is slow, the tester's own event loop included: only the refusals are to end this.
  bounds: { ...DEFAULT_BOUNDS, handshakeP99Ms: 60_000, answerP99Ms: 60_000, tester: UNBOUNDED_LOAD },
  answerTimeoutMs: 30_000,
};

/** Largest deviation of the number of clients, as a part of it. */
const CLIENTS_TOLERANCE_RATIO = 0.02;

/** Cases of which the times count: one after the other, so that they do not disturb one another. */
export const TIMED_CASES: readonly SelftestCase[] = [
  countedCase({
    name: "has no fault",
    faults: { warmUpMs: WARM_UP_MS },
    run: (stub) => runBench(DIRECT, stub, QUIET),
    compare: (stub, result) => [...compareMessages(stub, result, "direct"), ...compareTimes(stub, result)],
  }),
  countedCase({
    name: "stalls 100 ms each second",
    faults: { stall: { everyMs: 1_000, forMs: 100 }, warmUpMs: WARM_UP_MS },
    run: (stub) => runBench({ ...DIRECT, durationMs: 10_000 }, stub, QUIET),
    compare: (stub, result) => [...compareMessages(stub, result, "direct"), ...compareTimes(stub, result)],
  }),
  countedCase({
    name: "adds 20 ms",
    faults: { delayMs: 20, warmUpMs: WARM_UP_MS },
    run: (stub) => runBench(DIRECT, stub, QUIET),
    compare: (stub, result) => [...compareMessages(stub, result, "direct"), ...compareTimes(stub, result)],
  }),
];

/** Cases of which only numbers count: all at once, since no hurry changes those. */
export const COUNTED_CASES: readonly SelftestCase[] = [
  countDirect("drops 1 %", { dropOneIn: 100 }, "messages-lost"),
  countDirect("duplicates 0.5 %", { duplicateOneIn: 200 }, "messages-duplicated"),
  countDirect("reorders 0.1 %", { swapOneIn: 1_000 }, "messages-disordered"),
  countDirect("alters 0.2 %", { corruptOneIn: 500 }, "messages-corrupted"),
  countDirect("does all of this at once", { dropOneIn: 100, duplicateOneIn: 200, swapOneIn: 1_000, corruptOneIn: 500 }),
  countedCase({
    name: "drops 1 % of shouts, 2 % of answers",
    faults: { dropOneIn: 100, dropAnswerOneIn: 50 },
    run: (stub) => runBench(SHOUTS, stub, QUIET),
    compare: (stub, result) => [
      ...compareMessages(stub, result, "shout"),
      compareCount("answers", stub.answers, result.accounts.request?.expected ?? 0),
      compareCount("answers lost", stub.droppedAnswers, result.accounts.request?.lost ?? 0),
    ],
  }),
];

export const BREAKING_CASE: SelftestCase = countedCase({
  name: `refuses after ${CLIENTS.toLocaleString("en")} connections`,
  faults: { maxConnections: CLIENTS },
  run: (stub) => runBreakingPoint(RAMP, stub, QUIET),
  compare: ({ peakConnections }, { verdict }) => [
    compareWithin("clients held", peakConnections, verdict.clients ?? 0, CLIENTS_TOLERANCE_RATIO),
    compareWord("what gave way", "connect-refused", verdict.limit ?? "nothing", isTesters(verdict.limit)),
  ],
});

export const QUIET: RunHooks = {
  signal: new AbortController().signal,
  onPhase: () => undefined,
  onSample: () => undefined,
};

function countedCase({ name, faults, run, compare }: CountedCase): SelftestCase {
  return {
    name,
    attempt: async () => {
      await using stub = await StubProcess.start(faults);
      const result = await run(stub);
      return compare(await stub.measurements(), result);
    },
  };
}

/** Counts what became of direct messages; where there is one fault alone, the verdict is named after it. */
function countDirect(name: string, faults: StubFaults, kind?: Verdict["kind"]): SelftestCase {
  return countedCase({
    name,
    faults,
    run: (stub) => runBench({ ...DIRECT, warmUpMs: 0 }, stub, QUIET),
    compare: (stub, result) => [
      ...compareMessages(stub, result, "direct"),
      ...(kind === undefined ? [] : [compareVerdict(kind, result)]),
    ],
  });
}

/** Compares the verdict's kind; one that the tester's own load did not allow is no mistake. */
export function compareVerdict(kind: Verdict["kind"], { verdict }: RunResult): Finding {
  return compareWord("verdict", kind, verdict.kind, verdict.kind === "tester-saturated");
}

/** Compares what became of the messages; a fault that nobody built in and nobody found is not worth a line. */
function compareMessages(stub: StubMeasurements, { accounts }: RunResult, kind: "direct" | "shout"): Finding[] {
  const account = accounts[kind];
  if (!account) return [compareCount("messages", stub.deliveries, 0)];
  const pairs: [what: string, builtIn: number, found: number][] = [
    // What arrives altered has not arrived.
    ["lost", stub.dropped + stub.corrupted, account.lost],
    ["duplicated", stub.duplicated, account.duplicated],
    ["out of order", stub.swapped, account.outOfOrder],
    ["corrupted", stub.corrupted, account.corrupted],
  ];
  return [
    compareCount("messages", stub.deliveries, account.expected),
    ...pairs
      .filter(([what, builtIn, found]) => builtIn > 0 || found > 0 || what === "lost")
      .map((pair) => compareCount(...pair)),
  ];
}

function compareTimes({ delays, endToEnd }: StubMeasurements, { latencies, samples }: RunResult): Finding[] {
  const { message } = latencies;
  if (!message) throw new Error("The run measured no message.");
  const latenessMs = Math.max(0, ...samples.map(({ loopDelayMs }) => loopDelayMs));
  return (["p50", "p99", "p999"] as const).flatMap((name) => {
    const found = message[name];
    // A machine that is too busy to make the load leaves too few messages for a rare percentile.
    if (found === null) return [];
    return [compareTime(name === "p999" ? "p99.9" : name, delays[name], endToEnd[name], found, latenessMs)];
  });
}

function isTesters(limit: RunResult["verdict"]["limit"]): boolean {
  return limit?.startsWith("tester-") ?? false;
}
