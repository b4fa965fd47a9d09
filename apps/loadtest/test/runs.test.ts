import { describe, expect, it } from "vitest";
import type { Persona } from "../src/generator/load-plan.ts";
import { RunResultSchema } from "../src/result/run-result.ts";
import { runBench } from "../src/runs/run-bench.ts";
import { runBreakingPoint } from "../src/runs/run-breaking-point.ts";
import type {
  BenchSettings,
  BreakingPointSettings,
  CommonSettings,
  RunHooks,
  RunPhase,
} from "../src/runs/run-settings.ts";
import { runStress } from "../src/runs/run-stress.ts";
import { StubProcess } from "../src/selftest/stub-process.ts";
import { DEFAULT_BOUNDS } from "../src/verdict/breaking-bounds.ts";
import { startLocalServer } from "./support/local-server.ts";

const common: CommonSettings = {
  fleet: { processes: 1, threads: 2 },
  messageBytes: 64,
  seed: 1,
  connectTimeoutMs: 10_000,
  handshakeTimeoutMs: 10_000,
  answerTimeoutMs: 3_000,
};
const talker: Persona = {
  name: "talker",
  share: 1,
  paceMs: { min: 20, max: 100 },
  writes: { time: 0.2, list: 0.2, direct: 0.2, shout: 0.2, nobody: 0.2 },
  reads: true,
};
const bench: BenchSettings = {
  ...common,
  scenario: "dm",
  users: 20,
  shouters: 2,
  pacing: { kind: "closed", inFlight: 4 },
  durationMs: 500,
  warmUpMs: 100,
};
const breaking: BreakingPointSettings = {
  ...common,
  ramp: { kind: "stepped", step: 40, everyMs: 300 },
  heartbeatMs: 300,
  maxClients: 1_000,
  maxDurationMs: 60_000,
  // A busy machine is no reason here to call the server broken.
  bounds: { ...DEFAULT_BOUNDS, handshakeP99Ms: 60_000, answerP99Ms: 60_000 },
};

function watch(signal = new AbortController().signal): RunHooks & { readonly phases: RunPhase[] } {
  const phases: RunPhase[] = [];
  return { signal, phases, onPhase: (phase) => phases.push(phase), onSample: () => undefined };
}

describe("a stress run", () => {
  it("accounts for every message of bots in several threads", async () => {
    await using server = await startLocalServer();
    const hooks = watch();
    const result = await runStress(
      { ...common, bots: 20, durationMs: 1_000, personas: [talker], churn: null },
      server,
      hooks,
    );
    expect(RunResultSchema.parse(result)).toEqual(result);
    expect(hooks.phases).toEqual(["joining", "running", "settling", "done"]);
    expect(result.clients).toEqual({ asked: 20, joined: 20, peak: 20 });
    expect(result.server.kind).toBe("framing");
    for (const kind of ["direct", "shout", "request"]) {
      const account = result.accounts[kind];
      expect(account?.expected).toBeGreaterThan(0);
      expect(account).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0, refused: 0, exempt: 0 });
      expect(account?.received).toBe(account?.expected);
    }
    expect(result.verdict.kind).toBe("passed");
  });

  it("ends when each of its processes had several threads", async () => {
    await using server = await startLocalServer();
    const fleet = { processes: 2, threads: 2 };
    const result = await runStress(
      { ...common, fleet, bots: 8, durationMs: 300, personas: [talker], churn: null },
      server,
      watch(),
    );
    expect(result.clients.joined).toBe(8);
  });

  it("spreads over several processes", async () => {
    await using server = await startLocalServer();
    const fleet = { processes: 2, threads: 1 };
    const settings = { ...common, fleet, bots: 10, durationMs: 500, personas: [talker], churn: null };
    const result = await runStress(settings, server, watch());
    expect(result.clients.joined).toBe(10);
    expect(result.accounts.shout).toMatchObject({ lost: 0 });
    expect(result.accounts.shout?.received).toBeGreaterThan(0);
  });

  it("exempts what a reader does not get that reads nothing", async () => {
    await using server = await startLocalServer({ maxOutboxBytes: 65_536, outboxStallTimeoutMs: 300 });
    const personas = [
      { ...talker, share: 0.9 },
      { ...talker, name: "sleeper", share: 0.1, reads: false },
    ];
    const settings = { ...common, messageBytes: 32_000, bots: 10, durationMs: 3_000, personas, churn: null };
    const result = await runStress(settings, server, watch());
    expect(result.accounts.shout).toMatchObject({ lost: 0, corrupted: 0 });
    expect(result.accounts.shout?.exempt).toBeGreaterThan(0);
    expect(result.verdict.kind).toBe("passed");
  });

  it.each([1, 2])("accounts for every message while bots leave and come back, in %d threads", async (threads) => {
    await using server = await startLocalServer();
    const churn = { perSecond: 40, awayMs: { min: 20, max: 400 } };
    const fleet = { processes: 1, threads };
    const settings = { ...common, fleet, bots: 30, durationMs: 3_000, personas: [talker], churn };
    const result = await runStress(settings, server, watch());
    expect(result.verdict.kind).toBe("passed");
    expect(result.errors).toEqual({ refused: result.accounts.direct?.refused });
    // Everybody has left and come back some times.
    expect(result.clients.asked).toBe(30);
    expect(result.clients.joined).toBeGreaterThan(90);
    const none = { lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0 };
    expect(result.accounts.shout).toMatchObject({ ...none, refused: 0 });
    expect(result.accounts.direct).toMatchObject({ ...none, exempt: 0 });
    expect(result.accounts.direct?.refused).toBeGreaterThan(0);
    expect(result.accounts.request).toMatchObject({ ...none, exempt: 0 });
    // Each receiver of a shout is known exactly but for those who come or go in that moment.
    expect(result.accounts.shout?.exempt).toBeLessThan((result.accounts.shout?.expected ?? 0) / 10);
  });

  it("lets slow readers come back that were cut off", async () => {
    await using server = await startLocalServer({ maxOutboxBytes: 65_536, outboxStallTimeoutMs: 300 });
    const personas = [
      { ...talker, share: 0.9 },
      { ...talker, name: "sleeper", share: 0.1, reads: false },
    ];
    // Nobody else leaves in this time.
    const churn = { perSecond: 0.01, awayMs: { min: 20, max: 100 } };
    const settings = { ...common, messageBytes: 32_000, bots: 10, durationMs: 8_000, personas, churn };
    const result = await runStress(settings, server, watch());
    expect(result.clients.joined).toBeGreaterThan(11);
    expect(result.verdict.evidence).toContainEqual(expect.stringMatching(/^\d+ times a slow reader was cut off\.$/));
    expect(result.accounts.shout).toMatchObject({ lost: 0, corrupted: 0, duplicated: 0 });
    expect(result.accounts.direct).toMatchObject({ lost: 0, corrupted: 0, duplicated: 0 });
    expect(result.verdict.kind).toBe("passed");
  });

  it("finds what a server loses while bots leave and come back", async () => {
    await using server = await StubProcess.start({ dropOneIn: 50 });
    const churn = { perSecond: 5, awayMs: { min: 20, max: 400 } };
    const settings = { ...common, bots: 30, durationMs: 3_000, personas: [talker], churn };
    const { accounts } = await runStress(settings, server, watch());
    const { dropped } = await server.report();
    const [direct, shout] = [accounts.direct, accounts.shout];
    const lost = (direct?.lost ?? 0) + (shout?.lost ?? 0);
    expect(direct?.exempt).toBe(0);
    expect(dropped).toBeGreaterThan(100);
    // Some was dropped on its way to somebody who came or left in that moment.
    expect(lost).toBeLessThanOrEqual(dropped);
    expect(lost + (shout?.exempt ?? 0)).toBeGreaterThanOrEqual(dropped);
    expect(lost).toBeGreaterThan(dropped * 0.8);
  });

  it("fails when the server ends, though nothing was under way", async () => {
    const server = await StubProcess.start({});
    const silent = { ...talker, paceMs: { min: 60_000, max: 60_000 } };
    const onPhase = (phase: RunPhase) => {
      if (phase === "running") void server[Symbol.asyncDispose]();
    };
    const settings = { ...common, bots: 4, durationMs: 1_500, personas: [silent], churn: null };
    const result = await runStress(settings, server, { ...watch(), onPhase });
    expect(result.accounts).toEqual({});
    expect(result.verdict).toMatchObject({
      kind: "connections-dropped",
      evidence: [expect.stringContaining("dropped: 4")],
    });
  });

  it("ends cleanly when it is interrupted, with what was seen", async () => {
    await using server = await startLocalServer();
    const stopped = new AbortController();
    const hooks = watch(stopped.signal);
    const settings = { ...common, bots: 10, durationMs: 600_000, personas: [talker], churn: null };
    const onSample = () => stopped.abort();
    const result = await runStress(settings, server, { ...hooks, onSample });
    expect(result.verdict.kind).toBe("interrupted");
    expect(hooks.phases.at(-1)).toBe("done");
  });
});

describe("a bench run", () => {
  it.each([
    ["dm", { kind: "closed", inFlight: 4 }, "direct"],
    ["dm", { kind: "open", perSecond: 500 }, "direct"],
    ["shout", { kind: "closed", inFlight: 2 }, "shout"],
    ["shout", { kind: "open", perSecond: 100 }, "shout"],
  ] as const)("loses nothing: %s, %j", async (scenario, pacing, kind) => {
    await using server = await startLocalServer();
    const result = await runBench({ ...bench, scenario, pacing }, server, watch());
    expect(result.accounts[kind]).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0 });
    expect(result.accounts[kind]?.received).toBeGreaterThan(20);
    expect(result.latencies.message?.count).toBeGreaterThan(0);
  });

  it("takes nothing into its rates that came before the load was measured, or after it", async () => {
    await using server = await StubProcess.start({ delayMs: 1_500 });
    const pacing = { kind: "open", perSecond: 200 } as const;
    const result = await runBench({ ...bench, pacing, warmUpMs: 900 }, server, watch());
    // All of it arrives in the end, none while it is measured.
    expect(result.accounts.direct).toMatchObject({ lost: 0 });
    expect(result.throughput.receivedPerSecond).toBe(0);
    expect(result.throughput.sentPerSecond).toBeGreaterThan(150);
    expect(result.throughput.sentPerSecond).toBeLessThan(225);
  });

  it("waits in the end for as long as an answer may take", async () => {
    await using server = await StubProcess.start({ delayMs: 4_000 });
    const pacing = { kind: "open", perSecond: 200 } as const;
    const settings = { ...bench, pacing, durationMs: 200, warmUpMs: 0, answerTimeoutMs: 8_000 };
    const result = await runBench(settings, server, watch());
    expect(result.accounts.direct).toMatchObject({ lost: 0 });
  });

  it("says nothing of losses when it is interrupted before all have joined", async () => {
    // Joins are slow, and not all clients are on their way at once: at the first sample some are there.
    await using server = await StubProcess.start({ delayMs: 400 });
    const interrupt = new AbortController();
    const hooks = { ...watch(interrupt.signal), onSample: () => interrupt.abort() };
    const result = await runBench({ ...bench, scenario: "shout", users: 300 }, server, hooks);
    expect(result.clients.joined).toBeGreaterThan(0);
    expect(result.accounts).toEqual({});
    expect(result.verdict.kind).toBe("interrupted");
  });

  it("counts joins", async () => {
    await using server = await startLocalServer();
    const result = await runBench({ ...bench, scenario: "connect" }, server, watch());
    expect(result.verdict.text).toMatch(/^\d+ clients joined and left, \d+ a second\.$/);
    expect(result.latencies.handshake?.count).toBeGreaterThan(0);
    expect(result.errors).toEqual({});
  });
});

describe("a breaking point", () => {
  it("is where the server refuses, in its own words", async () => {
    await using server = await startLocalServer({ maxConnections: 100 });
    const result = await runBreakingPoint(breaking, server, watch());
    expect(result.verdict).toMatchObject({ kind: "limit-found", limit: "connect-refused", clients: 100 });
    expect(result.verdict.evidence[0]).toContain("Server full");
    expect(result.accounts.request).toMatchObject({ lost: 0 });
  });

  it("is found by halves as well", async () => {
    await using server = await startLocalServer({ maxConnections: 100 });
    const ramp = { kind: "bisect", start: 30, everyMs: 300, precision: 0.1 } as const;
    const result = await runBreakingPoint({ ...breaking, ramp }, server, watch());
    expect(result.verdict.limit).toBe("connect-refused");
    expect(result.verdict.clients).toBeGreaterThanOrEqual(88);
    expect(result.verdict.clients).toBeLessThanOrEqual(100);
  });

  it("is none when all that were asked for are held", async () => {
    await using server = await startLocalServer();
    const result = await runBreakingPoint({ ...breaking, maxClients: 80 }, server, watch());
    expect(result.verdict).toMatchObject({ kind: "limit-found", limit: "max-clients", clients: 80 });
  });

  it("is told when the time is over", async () => {
    await using server = await startLocalServer();
    const result = await runBreakingPoint({ ...breaking, maxDurationMs: 1_000 }, server, watch());
    expect(result.verdict.limit).toBe("max-duration");
  });
});
