import type { Ramp } from "../ramp/advance-ramp.ts";
import type { RunResult, Verdict } from "../result/run-result.ts";
import { runBench } from "../runs/run-bench.ts";
import { runBreakingPoint } from "../runs/run-breaking-point.ts";
import type { BenchSettings, BreakingPointSettings, RunHooks } from "../runs/run-settings.ts";
import { runStress } from "../runs/run-stress.ts";
import { DEFAULT_BOUNDS } from "../verdict/breaking-bounds.ts";
import { conclude } from "../verdict/conclude.ts";
import { compareCount, type Finding } from "./finding.ts";
import { COMMON, compareVerdict, DIRECT, QUIET, RAMP, type SelftestCase } from "./selftest-case.ts";
import type { StubFaults } from "./stub-faults.ts";
import { StubProcess } from "./stub-process.ts";

/** A load that makes neither side busy, for longer than it takes to prove that a server is silent. */
const LOAD: BenchSettings = { ...DIRECT, load: { users: 14, rate: 100 }, durationMs: 30_000, warmUpMs: 0 };
const SHORT_LOAD: BenchSettings = { ...LOAD, durationMs: 2_000 };

/** A chat in which nobody ever says anything. */
const IDLE_CHAT = { bots: 4, pace: { min: 600_000, max: 600_000 }, shouts: 0, slowReaders: 0 };

/** A chat in which nobody writes to many at once: neither side is busy. */
const CHAT = { bots: 10, pace: { min: 50, max: 150 }, shouts: 0, slowReaders: 0 };

/** Bots leave from the first second on, and are not away for long. */
const CHURN = { churn: 5, away: { min: 100, max: 200 } };

/** Number of the client with which a server ends. */
const DEADLY_JOIN = 101;

/** A search in which only what the server does by itself ends it. */
const SEARCH: BreakingPointSettings = { ...RAMP, heartbeatMs: 500, maxClients: 1_000, answerTimeoutMs: 5_000 };

const RAMPS: readonly Ramp[] = [
  { kind: "linear", perSecond: 40 },
  { kind: "stepped", step: 40, everyMs: 1_500 },
  { kind: "bisect", start: 40, everyMs: 1_500, precision: 0.02 },
];

/** Every ending that a server can cause, and those that the user does: each has to be called by its name. */
export const ENDING_CASES: readonly SelftestCase[] = [
  ending("passed", "has no fault", {}, (stub) => runBench(SHORT_LOAD, stub, QUIET)),
  ending("passed", "stalls for 3 s and goes on", { stall: { everyMs: 12_000, forMs: 3_000 } }, (stub) =>
    runBench({ ...LOAD, durationMs: 13_000 }, stub, QUIET),
  ),
  ending("server-gone", "ends at the 8th join", { dieAtJoin: 8 }, (stub) => runBench(LOAD, stub, QUIET)),
  ending("server-gone", "is killed", {}, (stub) =>
    runBench(
      LOAD,
      stub,
      whileRunning(() => stub.signal("SIGKILL")),
    ),
  ),
  ending("server-silent", "freezes", {}, (stub) =>
    runBench(
      LOAD,
      stub,
      whileRunning(() => stub.signal("SIGSTOP")),
    ),
  ),
  ending("server-mute", "accepts and never answers", { muteAfter: 0 }, (stub) =>
    runBench({ ...LOAD, handshakeTimeoutMs: 3_000 }, stub, QUIET),
  ),
  ending("clients-absent", "answers the first 3 clients alone", { muteAfter: 3 }, (stub) =>
    runBench({ ...SHORT_LOAD, handshakeTimeoutMs: 3_000 }, stub, QUIET),
  ),
  ending("server-refused", "refuses everybody", { maxConnections: 0 }, (stub) => runBench(LOAD, stub, QUIET)),
  ending("clients-absent", "refuses after 8 connections", { maxConnections: 8 }, (stub) =>
    runBench(SHORT_LOAD, stub, QUIET),
  ),
  ending("server-refused", "closes every connection without a word", { closeAfter: 0 }, (stub) =>
    runBench(LOAD, stub, QUIET),
  ),
  ending("clients-absent", "closes the connections of all but the first 8 without a word", { closeAfter: 8 }, (stub) =>
    runBench(SHORT_LOAD, stub, QUIET),
  ),
  ending("clients-absent", "lets nobody come back", { keepsNames: true }, (stub) =>
    runStress({ ...COMMON, chat: { ...CHAT, ...CHURN }, durationMs: 3_000 }, stub, QUIET),
  ),
  ending("answers-wrong", "answers wrongly", { wrongAnswerOneIn: 5 }, (stub) =>
    runStress({ ...COMMON, chat: CHAT, durationMs: 2_000 }, stub, QUIET),
  ),
  ending("connections-dropped", "closes a connection", { closeFirstAfterMs: 1_000 }, (stub) =>
    runStress({ ...COMMON, chat: IDLE_CHAT, durationMs: 3_000 }, stub, QUIET),
  ),
  ending("nothing-sent", "nobody writes to", {}, (stub) =>
    runStress({ ...COMMON, chat: IDLE_CHAT, durationMs: 500 }, stub, QUIET),
  ),
  ending("interrupted", "is left before the end", {}, (stub) => {
    const stopped = new AbortController();
    return runBench(
      LOAD,
      stub,
      whileRunning(() => stopped.abort("SIGINT"), stopped.signal),
    );
  }),
  ending("threshold-crossed", "does not keep a condition", {}, async (stub) =>
    conclude(await runBench(SHORT_LOAD, stub, QUIET), [
      { condition: "clients>0", metric: "clients", comparison: ">", bound: 0 },
    ]),
  ),
  ...RAMPS.map((ramp) =>
    ending(
      "limit-found",
      `ends at join ${DEADLY_JOIN} of a ${ramp.kind} ramp`,
      { dieAtJoin: DEADLY_JOIN },
      (stub) => runBreakingPoint({ ...SEARCH, ramp }, stub, QUIET),
      DEADLY_JOIN - 1,
    ),
  ),
  ...RAMPS.map((ramp) =>
    ending(
      "slow-from-start",
      `is slow from the start of a ${ramp.kind} ramp`,
      { handshakeDelayMs: 1_500 },
      (stub) =>
        runBreakingPoint(
          { ...SEARCH, ramp, bounds: { ...SEARCH.bounds, handshakeP99Ms: DEFAULT_BOUNDS.handshakeP99Ms } },
          stub,
          QUIET,
        ),
      0,
    ),
  ),
];

/** @param held - clients that a search has to say were held */
function ending(
  kind: Verdict["kind"],
  name: string,
  faults: StubFaults,
  run: (stub: StubProcess) => Promise<RunResult>,
  held?: number,
): SelftestCase {
  return {
    name,
    attempt: async () => {
      await using stub = await StubProcess.start(faults);
      const result = await run(stub);
      return [compareVerdict(kind, result), ...compareDetails(result, faults, held)];
    },
  };
}

function compareDetails({ verdict, ending: { stall } }: RunResult, faults: StubFaults, held?: number): Finding[] {
  return [
    ...(held === undefined ? [] : [compareCount("clients held", held, verdict.clients ?? 0)]),
    ...(faults.stall ? [compareCount("stalls", 1, stall ? 1 : 0)] : []),
  ];
}

/** Does something a second after the load has begun. */
function whileRunning(act: () => void, signal = QUIET.signal): RunHooks {
  return {
    ...QUIET,
    signal,
    onPhase: (phase) => {
      if (phase === "running") setTimeout(act, 1_000);
    },
  };
}
