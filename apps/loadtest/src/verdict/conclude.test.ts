import { describe, expect, it } from "vitest";
import { createAccount, createEnding, createResult, createSample } from "../../test/support/create-result.ts";
import type { MeasuredRun, RunEnding, RunResult, Verdict } from "../result/run-result.ts";
import { conclude } from "./conclude.ts";
import type { Threshold } from "./threshold.ts";

const saturated = Array.from({ length: 6 }, () => createSample({ testerCpuShare: 1 }));
const crossed: Threshold = { condition: "p99>1ms", metric: "p99", comparison: ">", bound: 1 };
const unmeasured: Threshold = { condition: "p99.9>1ms", metric: "p99.9", comparison: ">", bound: 1 };
const kept: Threshold = { condition: "p99>1s", metric: "p99", comparison: ">", bound: 1_000 };

/** A run in which nothing is wrong. */
function seen(parts: Partial<MeasuredRun> = {}): MeasuredRun {
  const { verdict: _verdict, thresholds: _thresholds, exitCode: _exitCode, ...run } = createResult();
  return { ...run, accounts: { direct: createAccount() }, errors: {}, ...parts };
}

function judge(parts: Partial<MeasuredRun>, thresholds: readonly Threshold[] = []): RunResult {
  return conclude(seen(parts), thresholds);
}

const killed: RunEnding["server"] = { state: "gone", hasExited: true, exitCode: null, signal: "SIGKILL" };
const away: RunEnding["server"] = { state: "gone", hasExited: false, exitCode: null, signal: null };
const frozen: RunEnding["server"] = { state: "silent", hasExited: false, exitCode: null, signal: null };
const joined = (count: number) => ({ asked: 50, joined: count, rejoined: 0, cutOff: 0, peak: count });
const search = (parts: Partial<RunEnding>) =>
  createEnding({ goal: "limit", limitEvidence: ["With 20 clients: why."], ...parts });
const lost = (count: number) => ({ direct: createAccount({ lost: count }) });

// A row for every ending.
it.each<[kind: Verdict["kind"], exitCode: number, text: string, parts: Partial<MeasuredRun>]>([
  ["passed", 0, "All of 100 messages and answers arrived once, in order and whole.", {}],
  [
    "passed",
    0,
    "50 clients joined and left, 25.0 a second.",
    {
      ending: createEnding({ goal: "joins" }),
      accounts: {},
      throughput: { joinsPerSecond: 25, sentPerSecond: 0, receivedPerSecond: 0 },
    },
  ],
  [
    "limit-found",
    0,
    "900 clients were held; then handshakes became too slow.",
    { ending: search({ held: 900, limit: "handshake-slow" }) },
  ],
  [
    "limit-found",
    0,
    "100 clients were held; then the server went away.",
    { ending: search({ held: 100, limit: "server-gone", server: killed, atMs: 4_200 }), accounts: lost(40) },
  ],
  [
    "limit-found",
    0,
    "100 clients were held; then the server fell silent.",
    { ending: search({ held: 100, limit: "server-silent", server: frozen }) },
  ],
  [
    "no-limit-met",
    0,
    "900 clients were held, and no more were asked for: nothing broke.",
    { ending: search({ held: 900, limit: "max-clients" }) },
  ],
  [
    "no-limit-met",
    0,
    "900 clients were held, and the time was over: nothing broke.",
    { ending: search({ held: 900, limit: "max-duration" }) },
  ],
  ["server-gone", 95, "The server ended at 0:04 (SIGKILL).", { ending: createEnding({ server: killed, atMs: 4_200 }) }],
  [
    "server-gone",
    95,
    "The server ended at 0:04 (exit code 3).",
    { ending: createEnding({ server: { ...killed, signal: null, exitCode: 3 }, atMs: 4_200 }) },
  ],
  [
    "server-gone",
    95,
    "The server ended at 0:04.",
    { ending: createEnding({ server: { ...killed, signal: null }, atMs: 4_200 }) },
  ],
  [
    "server-gone",
    95,
    "The server went away at 0:04: its connections were closed, and it takes no new one.",
    { ending: createEnding({ server: away, atMs: 4_200 }), accounts: lost(23), errors: { dropped: 50 } },
  ],
  [
    "server-gone",
    95,
    "Nothing was ever held within the bounds: the server ended at 0:00 (SIGKILL).",
    { ending: search({ held: 0, limit: "server-gone", server: killed, atMs: 300 }) },
  ],
  [
    "server-silent",
    95,
    "The server fell silent: nothing came after 0:03.",
    { ending: createEnding({ server: frozen, atMs: 3_900 }), accounts: lost(23) },
  ],
  [
    "server-refused",
    96,
    "None of 50 clients joined: the server was full.",
    { clients: joined(0), accounts: {}, errors: { "server-full": 50 } },
  ],
  [
    "server-refused",
    96,
    "None of 50 clients joined: the server closed their connections without a word.",
    { clients: joined(0), accounts: {}, errors: { "not-welcomed": 50 } },
  ],
  [
    "server-mute",
    96,
    "None of 50 clients joined: the server accepted their connections and did not answer.",
    { clients: joined(0), accounts: {}, errors: { "handshake-timeout": 50 } },
  ],
  [
    "slow-from-start",
    96,
    "Nothing was ever held within the bounds: with 20 clients: why.",
    { ending: search({ held: 0, limit: "handshake-slow" }) },
  ],
  [
    "clients-absent",
    96,
    "42 of 50 clients did not join: the server was full.",
    { clients: joined(8), errors: { "server-full": 42 } },
  ],
  [
    "clients-absent",
    96,
    "42 of 50 clients did not join: the server closed their connections without a word.",
    { clients: joined(8), errors: { "not-welcomed": 42 } },
  ],
  [
    "clients-absent",
    96,
    "2 of 52 clients did not join: their connections were not accepted in time.",
    { ending: createEnding({ goal: "joins" }), accounts: {}, errors: { "connect-timeout": 2 } },
  ],
  [
    "clients-absent",
    96,
    "7 of 50 clients left and did not come back: the server refused them.",
    { clients: { ...joined(50), notBack: 7 }, errors: { "name-refused": 40 } },
  ],
  ["nothing-sent", 96, "Nothing was sent: there is nothing to judge.", { accounts: {} }],
  ["messages-lost", 98, "2 of 100 messages and answers were lost.", { accounts: lost(2) }],
  [
    "messages-corrupted",
    98,
    "2 messages or answers arrived that were not sent so; 100 were expected.",
    { accounts: { direct: createAccount({ lost: 2, corrupted: 2 }) } },
  ],
  [
    "messages-corrupted",
    98,
    "1 message or answer arrived that was not sent so; 100 were expected.",
    { accounts: { direct: createAccount({ lost: 1, corrupted: 1 }) } },
  ],
  [
    "answers-wrong",
    98,
    "24 of 91 answers were not answers to what was asked.",
    { accounts: { request: createAccount({ expected: 91, received: 91 }) }, errors: { "error-answers": 24 } },
  ],
  [
    "answers-wrong",
    98,
    "1 of 100 answers was not an answer to what was asked.",
    {
      ending: search({ held: 900, limit: "max-clients" }),
      accounts: { request: createAccount() },
      errors: { "error-answers": 1 },
    },
  ],
  [
    "messages-duplicated",
    98,
    "16 messages or answers arrived twice; 100 were expected.",
    { accounts: { direct: createAccount({ duplicated: 16 }) } },
  ],
  [
    "messages-disordered",
    98,
    "3 messages or answers arrived after a later one; 100 were expected.",
    { accounts: { direct: createAccount({ outOfOrder: 3 }) } },
  ],
  ["connections-dropped", 98, "Nothing was lost, but 1 connection was dropped.", { errors: { dropped: 1 } }],
  [
    "tester-saturated",
    97,
    "The tester was the limit, and not the server: these metrics are the tester's. All of 100 messages and answers arrived once, in order and whole.",
    { samples: saturated },
  ],
  [
    "interrupted",
    130,
    "Interrupted: until then nothing of 100 was lost.",
    { ending: createEnding({ interruptedBy: "SIGINT" }) },
  ],
  [
    "interrupted",
    143,
    "Interrupted: until then nothing of 0 was lost.",
    { ending: createEnding({ interruptedBy: "SIGTERM" }), clients: joined(3), accounts: {} },
  ],
  [
    "interrupted",
    130,
    "Interrupted: until then 900 clients were held, and nothing of 100 answers was lost.",
    { ending: search({ held: 900, interruptedBy: "SIGINT" }) },
  ],
])("ends as %s with %d: %s", (kind, exitCode, text, parts) => {
  const result = judge(parts);
  expect(result.verdict).toMatchObject({ kind, text });
  expect(result.exitCode).toBe(exitCode);
});

it("crosses a threshold", () => {
  const { verdict, exitCode, thresholds } = judge({}, [kept, crossed]);
  expect(exitCode).toBe(99);
  expect(verdict.kind).toBe("threshold-crossed");
  expect(verdict.text).toMatch(/^A condition came true: p99>1ms\. All of 100 /);
  expect(thresholds.map(({ outcome }) => outcome)).toEqual(["kept", "crossed"]);
});

it("has not passed when the metric of a condition was not measured", () => {
  const { verdict, exitCode } = judge({}, [kept, unmeasured]);
  expect(exitCode).toBe(99);
  expect(verdict.kind).toBe("threshold-not-measured");
  expect(verdict.text).toMatch(
    /^A condition could not be judged, since its metric was not measured: p99\.9>1ms\. All of 100 /,
  );
  expect(judge({}, [crossed, unmeasured]).verdict.kind).toBe("threshold-crossed");
  // A run that was cut short had no time to measure it.
  expect(judge({ ending: createEnding({ interruptedBy: "SIGINT" }) }, [unmeasured]).exitCode).toBe(130);
});

describe("of several endings", () => {
  it.each<[Verdict["kind"], Partial<MeasuredRun>]>([
    ["server-gone", { ending: createEnding({ server: away }), errors: { dropped: 50 }, accounts: lost(9) }],
    ["messages-lost", { errors: { dropped: 1 }, accounts: lost(9) }],
    ["messages-lost", { accounts: { direct: createAccount({ lost: 3, corrupted: 2, duplicated: 9 }) } }],
    ["connections-dropped", { errors: { dropped: 1, "server-full": 42 }, clients: joined(8) }],
    ["messages-lost", { ending: createEnding({ interruptedBy: "SIGINT" }), accounts: lost(1) }],
    ["clients-absent", { clients: joined(8), errors: { "server-full": 42 } }],
  ])("names the cause: %s", (kind, parts) => {
    expect(judge(parts, [crossed]).verdict.kind).toBe(kind);
  });

  it("crosses a threshold when interrupted", () => {
    expect(judge({ ending: createEnding({ interruptedBy: "SIGINT" }) }, [crossed]).exitCode).toBe(99);
  });

  it("lets a breaking point fail that lost messages though nothing gave way", () => {
    expect(judge({ ending: search({ held: 9, limit: "max-clients" }), accounts: lost(1) }).exitCode).toBe(98);
    expect(judge({ ending: search({ held: 9, limit: "answers-lost" }), accounts: lost(1) }).exitCode).toBe(0);
  });
});

describe("a tester without time to spare", () => {
  it.each<[Verdict["kind"], Partial<MeasuredRun>]>([
    ["server-gone", { ending: createEnding({ server: killed }) }],
    ["server-silent", { ending: createEnding({ server: frozen, atMs: 9_000 }) }],
    ["messages-duplicated", { accounts: { direct: createAccount({ lost: 9, duplicated: 1 }) } }],
    ["answers-wrong", { errors: { "error-answers": 3 }, accounts: { request: createAccount({ lost: 3 }) } }],
    ["clients-absent", { clients: joined(8), errors: { "server-full": 42 } }],
    ["limit-found", { ending: search({ held: 900, limit: "connect-refused" }) }],
  ])("still knows what the server does by itself: %s", (kind, parts) => {
    expect(judge({ ...parts, samples: saturated }).verdict.kind).toBe(kind);
  });

  it.each<[string, Partial<MeasuredRun>]>([
    ["lost messages", { accounts: lost(1) }],
    ["dropped connections", { errors: { dropped: 1 } }],
    ["clients whose connections were closed before a welcome", { clients: joined(8), errors: { "not-welcomed": 42 } }],
    ["clients that timed out", { clients: joined(8), errors: { "handshake-timeout": 42 } }],
    ["a search without a limit", { ending: search({ held: 900, limit: "max-clients" }) }],
  ])("does not judge %s", (_, parts) => {
    const { verdict, exitCode } = judge({ ...parts, samples: saturated }, [crossed]);
    expect(exitCode).toBe(97);
    expect(verdict.text).toMatch(/^The tester was the limit, and not the server/);
    expect(verdict.evidence[0]).toMatch(/^In 6 of 6 samples/);
  });

  it("is interrupted as any other, and says that it had no time", () => {
    const { verdict, exitCode } = judge({ samples: saturated, ending: createEnding({ interruptedBy: "SIGINT" }) });
    expect(exitCode).toBe(130);
    expect(verdict.evidence[0]).toMatch(/^In 6 of 6 samples/);
  });

  it.each(["tester-open-files", "tester-ports"])("was the limit when it could not connect: %s", (kind) => {
    const { verdict, exitCode } = judge({ errors: { [kind]: 3 } });
    expect(exitCode).toBe(97);
    expect(verdict.evidence[0]).toMatch(/^3 times the (system|tester) .*(ulimit -n|ip_local_port_range)/);
  });

  it.each(["tester-open-files", "tester-ports", "tester-event-loop"] as const)("ended a search: %s", (limit) => {
    const { verdict, exitCode } = judge({ ending: search({ held: 900, limit }) });
    expect(exitCode).toBe(97);
    expect(verdict).toMatchObject({ clients: 900, text: expect.stringMatching(/^The tester was the limit/) });
  });
});

describe("the evidence", () => {
  it("quotes the first refusal, and counts absent clients, drops and stray bytes as what they are", () => {
    const { verdict } = judge({
      clients: { asked: 50, joined: 346, rejoined: 300, cutOff: 7, peak: 46 },
      errors: { "name-refused": 4, dropped: 20, malformed: 5, "late-answers": 1_200 },
      ending: createEnding({
        refusal: "Hello you",
        wrongAnswer: "Late",
        isDeserted: true,
        stall: { atMs: 3_000, forMs: 3_200 },
      }),
      accounts: { shout: createAccount({ lost: 2, refused: 1 }) },
    });
    expect(verdict.evidence).toEqual([
      "No client was left, so the run ended early.",
      "4 of 50 clients did not join.",
      'The first refusal: "Hello you"',
      'The first wrong answer: "Late"',
      "Connections dropped: 20. The server closed them, or they broke.",
      "7 times a slow reader was cut off.",
      "300 times a client came back under its name.",
      "shout: 2 lost, 1 refused, of 100.",
      "5 times the server sent bytes that are no message.",
      "Answers later than the timeout of the run: 1,200.",
      "For 3.2 s from 0:03 on nothing came, and then it went on.",
    ]);
  });

  it("passes a server that sends stray bytes, though not unnoticed", () => {
    const { verdict } = judge({ errors: { malformed: 1 } });
    expect(verdict).toMatchObject({ kind: "passed", evidence: ["Once the server sent bytes that are no message."] });
  });

  it("leaves the time out in which the server was dead", () => {
    const dead = saturated.map((sample, index) => ({ ...sample, atMs: 5_000 + index * 500 }));
    const ending = createEnding({ server: away, atMs: 4_000 });
    const cpu: Threshold = { condition: "tester-cpu>50%", metric: "tester-cpu", comparison: ">", bound: 50 };
    const { verdict, thresholds } = judge({ samples: [createSample({ atMs: 3_000 }), ...dead], ending }, [cpu]);
    expect(verdict.evidence).toEqual([]);
    expect(thresholds[0]?.actual).toBe(25);
  });
});
