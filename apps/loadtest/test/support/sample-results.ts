import { isMeasured } from "../../src/result/least-values.ts";
import {
  type Account,
  type Latency,
  RESULT_VERSION,
  type RunResult,
  type Sample,
} from "../../src/result/run-result.ts";
import { createEnding } from "./create-result.ts";

const MIB = 1_024 ** 2;

/** Numbers from 0 to 1 that look drawn by chance and are the same each time. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The distribution of latencies of a server that mostly answers at once: its tail grows by a power of the rarity. */
export function sampleLatency(count: number, medianMs: number, tail: number): Latency {
  const at = (percentile: number) => {
    const rarity = 1 / Math.max(1 - percentile / 100, 1 / count);
    return Number((medianMs * (0.4 + 0.6 * (rarity / 2) ** tail)).toFixed(3));
  };
  const drawn = [
    0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 98, 99, 99.5, 99.75, 99.9, 99.95, 99.99,
  ];
  const percentiles = [...drawn.filter((percentile) => isMeasured(percentile, count)), 100];
  return {
    count,
    min: at(0),
    mean: Number((at(50) * 1.3).toFixed(3)),
    p50: at(50),
    p90: isMeasured(90, count) ? at(90) : null,
    p99: isMeasured(99, count) ? at(99) : null,
    p999: isMeasured(99.9, count) ? at(99.9) : null,
    max: at(100),
    percentiles: percentiles.map((percentile) => [percentile, at(percentile)]),
  };
}

export function sampleAccount(expected: number, faults: Partial<Account> = {}): Account {
  const { lost = 0, refused = 0, exempt = 0 } = faults;
  const received = expected - lost - refused - exempt;
  return { expected, duplicated: 0, outOfOrder: 0, corrupted: 0, ...faults, received, lost, refused, exempt };
}

function createBase(): Omit<
  RunResult,
  | "command"
  | "commandLine"
  | "settings"
  | "durationMs"
  | "clients"
  | "accounts"
  | "latencies"
  | "throughput"
  | "errors"
  | "samples"
  | "verdict"
> {
  return {
    version: RESULT_VERSION,
    startedAt: "2026-11-24T12:30:00.000Z",
    machine: {
      cpu: "Imaginary Xylophone 3000 @ 2.50GHz",
      cores: 2,
      memoryBytes: 24 * 1_024 * MIB,
      os: "linux 6.1.0",
      node: "26.10.0",
      openFiles: 1_048_576,
    },
    tester: { version: "0.1.0", processes: 1, threads: 2 },
    server: {
      host: "127.0.0.1",
      port: 40_123,
      kind: "framing",
      command: null,
      pid: 4_242,
      cpuUsPerDelivered: 11.8,
      memoryBytesPerClient: 9_400,
      peakMemoryBytes: 96 * MIB,
    },
    ending: createEnding(),
    thresholds: [],
    exitCode: 0,
  };
}

/** 50 bots that chat for ten seconds, and nothing goes wrong. */
export function passedStressRun(): RunResult {
  const dice = createDice(7);
  const samples = Array.from({ length: 25 }, (_, index): Sample => {
    const isRunning = index > 2;
    return {
      atMs: index * 500 + Math.round(dice() * 20),
      clients: Math.min(50, index * 25),
      joinsPerSecond: index === 1 || index === 2 ? 50 : 0,
      sentPerSecond: isRunning ? 88 + dice() * 12 : 0,
      receivedPerSecond: isRunning ? 900 + dice() * 160 : 0,
      p50Ms: isRunning ? 0.35 + dice() * 0.1 : null,
      p99Ms: isRunning ? 1.6 + dice() * 1.2 : null,
      maxMs: isRunning ? 3 + dice() * 6 : null,
      errors: {},
      loopDelayMs: 0.4 + dice(),
      testerCpuShare: 0.05 + dice() * 0.04,
      serverCpuShare: 0.03 + dice() * 0.03,
      serverMemoryBytes: Math.round(61 * MIB + Math.min(50, index * 25) * 9_400 + dice() * 2 * MIB),
    };
  });
  return {
    ...createBase(),
    command: "stress",
    commandLine: 'chat-load stress --bots 50 --duration 10s --fail-if "p99>50ms"',
    settings: { bots: "50", duration: "10 s", "message size": "256 B", seed: "1" },
    durationMs: 12_140,
    clients: { asked: 50, joined: 50, rejoined: 0, cutOff: 0, peak: 50 },
    accounts: { direct: sampleAccount(178), shout: sampleAccount(9_065), request: sampleAccount(722) },
    latencies: {
      message: sampleLatency(9_243, 0.42, 0.36),
      answer: sampleLatency(722, 0.31, 0.33),
      handshake: sampleLatency(50, 1.9, 0.3),
      connect: sampleLatency(50, 0.22, 0.35),
    },
    throughput: { joinsPerSecond: 0, sentPerSecond: 93.7, receivedPerSecond: 981.2 },
    errors: {},
    samples,
    verdict: {
      kind: "passed",
      text: "All 9,965 messages arrived, once, whole and in order.",
      evidence: [
        "50 of 50 bots joined, and a second one with the same name was refused.",
        "99 of 100 messages arrived within 2.00 ms.",
        "The tester's busiest thread was never late by more than 1.4 ms.",
      ],
      clients: null,
      limit: null,
    },
    thresholds: [{ condition: "p99>50ms", outcome: "kept", actual: 2.0, unit: "ms" }],
  };
}

/** Clients are added until the handshakes take too long, at 16,400 of them. */
export function breakingPointRun(): RunResult {
  const dice = createDice(11);
  const limit = 16_400;
  const errors = { "handshake-timeout": 0, dropped: 0, "answer-overdue": 0 };
  const samples = Array.from({ length: 144 }, (_, index): Sample => {
    const clients = index < 137 ? Math.min(limit + 100, index * 120) : limit + 100 - (index - 136) * 40;
    const load = clients / limit;
    const strain = 1 / Math.max(0.012, 1.01 - load);
    if (index > 131) errors["handshake-timeout"] += Math.round(6 + dice() * 30);
    if (index > 136) errors.dropped += 40;
    if (index > 134) errors["answer-overdue"] += Math.round(dice() * 60);
    return {
      atMs: index * 500 + Math.round(dice() * 30),
      clients,
      joinsPerSecond: index < 137 ? 240 : 0,
      sentPerSecond: clients / 3 + dice() * 60,
      receivedPerSecond: Math.min(clients / 3, 5_450) + dice() * 60,
      p50Ms: index === 0 ? null : 0.3 + strain * 0.25 + dice() * 0.2,
      p99Ms: index === 0 ? null : 1.5 + strain * 9 + dice() * strain * 5,
      maxMs: index === 0 ? null : 4 + strain * 30 + dice() * strain * 20,
      errors: Object.fromEntries(Object.entries(errors).filter(([, count]) => count > 0)),
      loopDelayMs: 1 + dice() * 2 + load * 4,
      testerCpuShare: Math.min(0.97, 0.08 + load * 0.5 + dice() * 0.05),
      serverCpuShare: Math.min(1, 0.04 + load * 0.94 + dice() * 0.04),
      serverMemoryBytes: Math.round(58 * MIB + clients * 9_150 + dice() * 6 * MIB),
    };
  });
  return {
    ...createBase(),
    command: "breaking-point",
    commandLine: "chat-load breaking-point --ramp linear --per-second 240 --heartbeat 3s --max-clients 20000",
    settings: { ramp: "240 clients/s", heartbeat: "3 s", "max clients": "20,000", "max duration": "5 min", seed: "1" },
    durationMs: 74_300,
    server: {
      ...createBase().server,
      command: "node chat-server.js --port 0",
      memoryBytesPerClient: 9_212,
      peakMemoryBytes: 208 * MIB,
    },
    clients: { asked: 16_620, joined: 16_500, rejoined: 0, cutOff: 0, peak: 16_500 },
    accounts: { request: sampleAccount(187_260, { lost: 211, exempt: 96 }) },
    latencies: {
      answer: sampleLatency(186_953, 0.86, 0.62),
      handshake: sampleLatency(16_500, 2.7, 0.72),
      connect: sampleLatency(16_620, 0.31, 0.4),
    },
    throughput: { joinsPerSecond: 0, sentPerSecond: 2_608, receivedPerSecond: 2_601 },
    errors,
    samples,
    ending: createEnding({ goal: "limit", atMs: samples[137]?.atMs ?? 0, held: limit, limit: "handshake-slow" }),
    verdict: {
      kind: "limit-found",
      text: "The server held 16,400 clients; with more, handshakes took too long.",
      evidence: [
        "The handshake's p99 over the last 2 s was 5.2 s; the bound is 5 s.",
        "Up to 16,400 clients every heartbeat was answered.",
        "The server's process used 100 % of a core; the tester's busiest thread 63 %, late by 7 ms at most.",
      ],
      clients: limit,
      limit: "handshake-slow",
    },
  };
}

/** Direct messages at a rate that does not wait: the first server takes them with ease, the second one stalls now and then. */
export function benchRuns(): readonly [RunResult, RunResult] {
  return [createBenchRun("2026-11-24T12:40:00.000Z", 1), createBenchRun("2026-11-24T12:50:00.000Z", 1.9)];
}

function createBenchRun(startedAt: string, strain: number): RunResult {
  const dice = createDice(Math.round(strain * 10));
  const isStalling = strain > 1.5;
  const samples = Array.from({ length: 64 }, (_, index): Sample => {
    const isRunning = index > 4;
    const stall = isStalling && index % 10 === 0 ? 40 : 1;
    const rate = isRunning ? 12_000 + (dice() - 0.5) * 150 : 0;
    return {
      atMs: index * 500 + Math.round(dice() * 25),
      clients: Math.min(1_000, index * 250),
      joinsPerSecond: index > 0 && index < 5 ? 500 : 0,
      sentPerSecond: rate,
      receivedPerSecond: Math.max(0, rate - (stall > 1 ? 1_300 : 0)),
      p50Ms: isRunning ? (0.5 + dice() * 0.1) * strain : null,
      p99Ms: isRunning ? (2.4 + dice() * 1.4) * strain * stall : null,
      maxMs: isRunning ? (7 + dice() * 8) * strain * Math.sqrt(stall) * 2 : null,
      errors: isStalling && index > 30 ? { dropped: 1 } : {},
      loopDelayMs: 1 + dice() * 3,
      testerCpuShare: isRunning ? 0.52 + dice() * 0.06 : 0.1,
      serverCpuShare: isRunning ? Math.min(1, 0.4 * strain + dice() * 0.05) : 0.08,
      serverMemoryBytes: Math.round(64 * MIB + Math.min(1_000, index * 250) * 9_800 * strain + dice() * 5 * MIB),
    };
  });
  const expected = 360_000;
  const lost = isStalling ? 36 : 0;
  const message = sampleLatency(expected, 0.52 * strain, isStalling ? 0.52 : 0.33);
  return {
    ...createBase(),
    command: "bench",
    startedAt,
    commandLine: `chat-load bench --workload dm --rate 12000 --users 1000 --spawn "node server-${isStalling ? "b" : "a"}.js"`,
    settings: {
      workload: "dm",
      users: "1,000",
      rate: "12,000/s",
      "server command": `server-${isStalling ? "b" : "a"}.js`,
    },
    durationMs: 32_400,
    server: {
      ...createBase().server,
      command: `node server-${isStalling ? "b" : "a"}.js`,
      cpuUsPerDelivered: 33.1 * strain,
      memoryBytesPerClient: 9_800 * strain,
      peakMemoryBytes: Math.round(79 * MIB * Math.sqrt(strain)),
    },
    clients: { asked: 1_000, joined: 1_000, rejoined: 0, cutOff: 0, peak: 1_000 },
    accounts: { direct: sampleAccount(expected, { lost, outOfOrder: isStalling ? 4 : 0 }) },
    latencies: {
      message,
      "message-uncorrected": sampleLatency(expected, 0.5 * strain, 0.31),
      handshake: sampleLatency(1_000, 2.1 * strain, 0.32),
      connect: sampleLatency(1_000, 0.25, 0.36),
    },
    throughput: { joinsPerSecond: 0, sentPerSecond: 12_000, receivedPerSecond: 12_000 - lost / 30 },
    errors: lost > 0 ? { dropped: 1 } : {},
    samples,
    verdict: isStalling
      ? {
          kind: "messages-lost",
          text: "36 of 360,000 messages were lost.",
          evidence: ["One connection was dropped; 36 messages had been sent to it.", "4 messages came out of order."],
          clients: null,
          limit: null,
        }
      : {
          kind: "passed",
          text: "All 360,000 messages arrived, once, whole and in order.",
          evidence: ["The rate of 12,000/s was kept: no message was sent late by more than 3.1 ms."],
          clients: null,
          limit: null,
        },
    exitCode: isStalling ? 98 : 0,
  };
}

/** Clients that join and leave, as fast as the server welcomes them. */
export function joinRun(): RunResult {
  const dice = createDice(5);
  const samples = Array.from({ length: 24 }, (_, index): Sample => {
    return {
      atMs: index * 500,
      clients: Math.round(dice() * 20),
      joinsPerSecond: index === 0 ? 0 : 1_180 + dice() * 60,
      sentPerSecond: 0,
      receivedPerSecond: 0,
      p50Ms: null,
      p99Ms: null,
      maxMs: null,
      errors: {},
      loopDelayMs: 1 + dice(),
      testerCpuShare: 0.5,
      serverCpuShare: 0.6,
      serverMemoryBytes: 70 * MIB,
    };
  });
  return {
    ...createBase(),
    command: "bench",
    commandLine: "chat-load bench --workload connect --in-flight 20",
    settings: { scenario: "connect", personas: "visitor (joins and leaves, closed loop, 20 in flight)" },
    durationMs: 12_100,
    server: { ...createBase().server, cpuUsPerDelivered: null, memoryBytesPerClient: null },
    clients: { asked: 0, joined: 14_400, rejoined: 0, cutOff: 0, peak: 20 },
    accounts: {},
    latencies: {
      handshake: { ...sampleLatency(12_000, 1.9, 0.3), warmUpCount: 2_400 },
      connect: { ...sampleLatency(12_000, 0.2, 0.3), warmUpCount: 2_400 },
    },
    throughput: { joinsPerSecond: 1_200, sentPerSecond: 0, receivedPerSecond: 0 },
    errors: {},
    samples,
    ending: createEnding({ goal: "joins" }),
    verdict: {
      kind: "passed",
      text: "14,400 clients joined and left, 1,200 a second.",
      evidence: [],
      clients: null,
      limit: null,
    },
  };
}

/** Texts that a careless report would run, draw, or let out of their place. */
export const HOSTILE_TEXTS = [
  "</script><script>document.title='broken'</script>",
  "<!--<script>",
  "]]>",
  "<img src=x onerror=\"document.title='broken'\">",
  "\u2028\u2029'\"`+document.title+`&lt;&amp;\\",
  "\u001b[2J\u001b]0;broken\u0007",
  "\u202ereversed\u202c",
  "constructor",
  `${"long".repeat(80)}`,
] as const;

/** A breaking point in which every text that could come from others is hostile. */
export function hostileRun(): RunResult {
  const run = breakingPointRun();
  const texts = HOSTILE_TEXTS.join(" ");
  const hostileErrors = (scale: number) =>
    Object.fromEntries(HOSTILE_TEXTS.map((text, index) => [text, index * scale]));
  return {
    ...run,
    commandLine: texts,
    settings: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, text])),
    machine: { ...run.machine, cpu: texts, os: texts, node: texts },
    tester: { ...run.tester, version: texts },
    server: { ...run.server, host: texts, command: texts },
    accounts: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, sampleAccount(100)])),
    latencies: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, sampleLatency(1_000, 1, 0.4)])),
    errors: hostileErrors(100),
    samples: run.samples.map((sample, index) => ({ ...sample, errors: hostileErrors(index) })),
    verdict: { ...run.verdict, text: texts, evidence: [...HOSTILE_TEXTS] },
    thresholds: HOSTILE_TEXTS.map((condition) => ({ condition, outcome: "crossed", actual: 1, unit: condition })),
  };
}
