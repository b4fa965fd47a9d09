import {
  type Account,
  type Latency,
  RESULT_VERSION,
  type RunEnding,
  type RunResult,
  type Sample,
} from "../../src/result/run-result.ts";

/** A result with figures that are easy to tell apart, for tests that need any. */
export function createResult(parts: Partial<RunResult> = {}): RunResult {
  return {
    version: RESULT_VERSION,
    command: "stress",
    commandLine: "",
    settings: {},
    startedAt: "2026-01-31T09:30:00.000Z",
    durationMs: 10_000,
    machine: { cpu: "a processor", cores: 2, memoryBytes: 8e9, os: "Linux", node: "v26.0.0", openFiles: 20_000 },
    tester: { version: "0.0.0", processes: 1, threads: 1 },
    server: {
      host: "127.0.0.1",
      port: 65_432,
      kind: "framing",
      command: null,
      pid: 1_234,
      cpuUsPerDelivered: 10,
      memoryBytesPerClient: 20_000,
      peakMemoryBytes: 2_000_000,
    },
    clients: { asked: 50, joined: 50, rejoined: 0, cutOff: 0, peak: 50 },
    accounts: { direct: createAccount({ lost: 2 }), request: createAccount({ lost: 1 }) },
    latencies: {
      message: createLatency({
        p50: 2,
        p90: 5,
        p99: 20,
        max: 40,
        percentiles: [
          [50, 2],
          [95, 10],
          [99, 20],
          [100, 40],
        ],
      }),
      answer: createLatency({
        p50: 1,
        p90: 3,
        p99: 6,
        max: 8,
        percentiles: [
          [50, 1],
          [95, 4],
          [99, 6],
          [100, 8],
        ],
      }),
    },
    throughput: { joinsPerSecond: 50, sentPerSecond: 500, receivedPerSecond: 1_000 },
    errors: { dropped: 2, refused: 3 },
    samples: [
      createSample({ joinsPerSecond: 50, serverCpuShare: 0.25 }),
      createSample({ joinsPerSecond: 100, serverCpuShare: 0.5 }),
      createSample({ serverCpuShare: null }),
    ],
    ending: createEnding(),
    verdict: { kind: "passed", text: "All arrived.", evidence: [], clients: null, limit: null },
    thresholds: [],
    exitCode: 0,
    ...parts,
  };
}

/** The ending of a run that went to its end. */
export function createEnding(parts: Partial<RunEnding> = {}): RunEnding {
  return {
    goal: "messages",
    atMs: null,
    interruptedBy: null,
    isCutShort: false,
    server: null,
    held: null,
    limit: null,
    limitEvidence: [],
    refusal: null,
    stall: null,
    ...parts,
  };
}

export function createAccount(parts: Partial<Account> = {}): Account {
  const none = { lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0, refused: 0, exempt: 0, ...parts };
  const missing = none.lost + none.refused + none.exempt;
  return { expected: 100, received: 100 - missing, ...none };
}

export function createSample(parts: Partial<Sample> = {}): Sample {
  return {
    atMs: 0,
    clients: 50,
    joinsPerSecond: 0,
    sentPerSecond: 500,
    receivedPerSecond: 1_000,
    p50Ms: 2,
    p99Ms: 20,
    maxMs: 40,
    errors: {},
    loopDelayMs: 11,
    testerCpuShare: 0.25,
    serverCpuShare: null,
    serverMemoryBytes: null,
    ...parts,
  };
}

function createLatency(parts: Partial<Latency>): Latency {
  return { count: 100, min: 0, mean: 0, p50: 0, p90: null, p99: null, p999: null, max: 0, percentiles: [], ...parts };
}
