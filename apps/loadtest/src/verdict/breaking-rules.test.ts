import { describe, expect, it } from "vitest";
import { DEFAULT_BOUNDS } from "./breaking-bounds.ts";
import { findReachedLimit, type WindowMetrics } from "./breaking-rules.ts";

const calmTester = { openFiles: 0, ports: 0, loopDelayMs: 12, testerCpuShare: 0.4 };
const busyTester = { ...calmTester, testerCpuShare: 0.99 };

const well: WindowMetrics = {
  clients: 1_000,
  attempts: 100,
  refused: 0,
  timedOut: 0,
  handshakeP99Ms: 20,
  answersExpected: 2_000,
  answersLost: 0,
  answerP99Ms: 5,
  dropped: 0,
  details: {},
  tester: calmTester,
};

const judge = (metrics: Partial<WindowMetrics>) => findReachedLimit({ ...well, ...metrics }, DEFAULT_BOUNDS);

it("finds nothing while all is well", () => {
  expect(judge({})).toBeNull();
  expect(judge({ attempts: 0, answersExpected: 0, handshakeP99Ms: null, answerP99Ms: null, clients: 0 })).toBeNull();
});

it.each<[string, Partial<WindowMetrics>]>([
  ["refused connects", { refused: 1 }],
  ["timed-out connects", { timedOut: 1 }],
  ["slow handshakes", { handshakeP99Ms: 1_000 }],
  ["slow answers", { answerP99Ms: 1_000 }],
  ["lost answers", { answersLost: 2 }],
  ["dropped connections", { dropped: 1 }],
])("lets %s pass that stay within the bound", (_, metrics) => expect(judge(metrics)).toBeNull());

it.each<[string, Partial<WindowMetrics>, string]>([
  [
    "connect-refused",
    { refused: 2, details: { "connect-refused": "connect ECONNREFUSED" } },
    'With 1,000 clients 2 connects of the last 100 were refused: "connect ECONNREFUSED"',
  ],
  [
    "connect-refused",
    { refused: 1, attempts: 50, details: { "server-full": "Server full: 1000 connections." } },
    'With 1,000 clients 1 connect of the last 50 was refused: "Server full: 1000 connections."',
  ],
  ["connect-timeout", { timedOut: 2 }, "With 1,000 clients 2 connects of the last 100 timed out."],
  [
    "handshake-slow",
    { handshakeP99Ms: 1_234 },
    "With 1,000 clients the 99th percentile of the handshakes was 1.23 s, past 1 s.",
  ],
  ["latency", { answerP99Ms: 2_500 }, "With 1,000 clients the 99th percentile of the answers was 2.5 s, past 1 s."],
  ["answers-lost", { answersLost: 3 }, "With 1,000 clients 3 answers of the last 2,000 did not come."],
  [
    "connections-dropped",
    { dropped: 2, details: { dropped: "read ECONNRESET" } },
    '2 of 1,002 connections were dropped: "read ECONNRESET"',
  ],
])("tells %s with the evidence", (limit, metrics, sentence) => {
  expect(judge(metrics)).toEqual({ limit, evidence: [sentence] });
});

it("names the cause first, and what follows from it behind", () => {
  const met = judge({ refused: 50, answersLost: 100, dropped: 40, answerP99Ms: 5_000 });
  expect(met?.limit).toBe("connect-refused");
  expect(met?.evidence).toHaveLength(4);
});

it("takes a single failure when no share of them is allowed", () => {
  expect(findReachedLimit({ ...well, answersLost: 1 }, { ...DEFAULT_BOUNDS, lostAnswerShare: 0 })?.limit).toBe(
    "answers-lost",
  );
});

describe("the tester's own limits", () => {
  it.each([
    ["tester-open-files", { openFiles: 1 }, "ulimit -n"],
    ["tester-ports", { ports: 1 }, "ip_local_port_range"],
  ])("are never blamed on the server: %s", (limit, tester, advice) => {
    const met = judge({ tester: { ...calmTester, ...tester }, timedOut: 100, answersLost: 500 });
    expect(met?.limit).toBe(limit);
    expect(met?.evidence).toEqual([expect.stringContaining(advice)]);
  });

  it("are no reason for what the server refused", () => {
    const met = judge({ tester: { ...calmTester, openFiles: 1 }, refused: 100 });
    expect(met?.limit).toBe("connect-refused");
  });

  it("are the reason for whatever came late", () => {
    const met = judge({
      tester: busyTester,
      answerP99Ms: 5_000,
      handshakeP99Ms: 5_000,
      answersLost: 100,
      timedOut: 50,
    });
    expect(met?.limit).toBe("tester-event-loop");
    expect(met?.evidence[0]).toMatch(
      /^With 1,000 clients the tester's own event loop was 99 % busy and 12.0 ms late: /,
    );
    expect(met?.evidence).toHaveLength(5);
  });

  it("are the limit also when nothing came late yet", () => {
    expect(judge({ tester: { ...calmTester, loopDelayMs: 300 } })?.limit).toBe("tester-event-loop");
  });

  it("exempt nothing that the server does by itself", () => {
    expect(judge({ tester: busyTester, refused: 50, answerP99Ms: 5_000 })?.limit).toBe("connect-refused");
    expect(judge({ tester: busyTester, dropped: 50 })?.limit).toBe("connections-dropped");
  });
});
