import { createJsonMsg, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { startScriptedServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { isMeasured } from "../src/result/least-values.ts";
import { RunResultSchema } from "../src/result/run-result.ts";
import type {
  BenchSettings,
  BreakingPointSettings,
  CommonSettings,
  RunHooks,
  RunPhase,
  StressSettings,
} from "../src/runs/run-settings.ts";
import { StubProcess } from "../src/selftest/stub-process.ts";
import { takeGivenServer } from "../src/target/open-target.ts";
import { DEFAULT_BOUNDS } from "../src/verdict/breaking-bounds.ts";
import { findBenchWorkload } from "../src/workloads/bench-workloads.ts";
import type { ChatSettings } from "../src/workloads/chat.ts";
import { runBench, runBreakingPoint, runStress } from "./support/checked-runs.ts";
import { startLocalServer } from "./support/local-server.ts";

const common: CommonSettings = {
  fleet: { processes: 1, threads: 1 },
  messageBytes: 64,
  seed: 1,
  // No test is about these: on a busy machine a handshake may take very long.
  connectTimeoutMs: 150_000,
  handshakeTimeoutMs: 150_000,
  // What is in flight in the end is waited for as long: only a server that loses something makes a run wait.
  answerTimeoutMs: 30_000,
};
const chat: ChatSettings = { bots: 10, pace: { min: 20, max: 100 }, shouts: 0.2, slowReaders: 0 };
const stress: StressSettings = { ...common, chat, durationMs: 500 };
/** A duration for runs that the test itself ends. */
const ENDLESS_MS = 600_000;
const bench: BenchSettings = {
  ...common,
  fleet: { processes: 1, threads: 2 },
  workload: findBenchWorkload("dm"),
  load: { users: 20, inFlight: 4 },
  durationMs: 500,
  warmUpMs: 100,
};
const breaking: BreakingPointSettings = {
  ...common,
  // Long pauses: whoever joins with one step has joined before the next, on a busy machine too.
  ramp: { kind: "stepped", step: 50, everyMs: 1_000 },
  heartbeatMs: 300,
  maxClients: 1_000,
  maxDurationMs: 60_000,
  // A busy machine is no reason here to call the server broken, or the tester saturated.
  bounds: {
    ...DEFAULT_BOUNDS,
    handshakeP99Ms: 60_000,
    answerP99Ms: 60_000,
    tester: { loopDelayMs: Number.POSITIVE_INFINITY, testerCpuShare: Number.POSITIVE_INFINITY },
  },
};

/** Verdicts about a server without a fault: on a machine that has no time for it, the tester says so and judges nobody. */
const NOTHING_WRONG = ["passed", "tester-saturated"];

function watch(signal = new AbortController().signal): RunHooks & { readonly phases: RunPhase[] } {
  const phases: RunPhase[] = [];
  return { signal, phases, onPhase: (phase) => phases.push(phase), onSample: () => undefined };
}

/** Interrupts a run at the first sample at which there was enough: on a slow machine that takes longer. */
function interruptWhen(isEnough: () => boolean | Promise<boolean>): RunHooks {
  const stopped = new AbortController();
  const look = async () => {
    if (await isEnough()) stopped.abort();
  };
  return { ...watch(stopped.signal), onSample: () => void look() };
}

// Runs mostly wait, so that several at once take hardly longer than one.
describe.concurrent("a stress run", () => {
  it("accounts for every message of bots in several threads", async () => {
    await using server = await startLocalServer();
    const hooks = watch();
    const fleet = { processes: 1, threads: 2 };
    const result = await runStress({ ...stress, fleet, chat: { ...chat, bots: 20 }, durationMs: 1_000 }, server, hooks);
    expect(RunResultSchema.parse(result)).toEqual(result);
    expect(hooks.phases).toEqual(["joining", "running", "settling", "done"]);
    expect(result.clients).toEqual({ asked: 20, joined: 20, rejoined: 0, cutOff: 0, peak: 20 });
    expect(result.server.kind).toBe("framing");
    for (const kind of ["direct", "shout", "request"]) {
      const account = result.accounts[kind];
      expect(account?.expected).toBeGreaterThan(0);
      expect(account).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0, refused: 0, exempt: 0 });
      expect(account?.received).toBe(account?.expected);
    }
    expect(result.verdict.kind).toBeOneOf(NOTHING_WRONG);
  });

  it("spreads over several processes with several threads each, and ends", async () => {
    await using server = await startLocalServer();
    const result = await runStress({ ...stress, fleet: { processes: 2, threads: 2 } }, server, watch());
    expect(result.clients.joined).toBe(10);
    expect(result.accounts.shout).toMatchObject({ lost: 0 });
    expect(result.accounts.shout?.received).toBeGreaterThan(0);
  });

  it("exempts what a reader does not get that reads nothing, and lets it come back when it was cut off", async () => {
    // Room for what a chatter on a busy machine reads late: only who reads nothing for 5 s is cut off.
    await using server = await startLocalServer({ maxOutboxBytes: 64_000_000, outboxStallTimeoutMs: 5_000 });
    // Three chatters and a slow reader; nobody else leaves in this time.
    const away = { min: 20, max: 100 };
    const loud = { ...chat, bots: 4, pace: { min: 40, max: 80 }, shouts: 0.8, slowReaders: 0.25, churn: 0.001, away };
    const settings = { ...stress, messageBytes: 32_000, chat: loud, durationMs: ENDLESS_MS };
    const hooks = interruptWhen(() => server.joins > 5);
    const result = await runStress(settings, server, hooks);
    expect(result.clients.joined).toBeGreaterThan(5);
    expect(result.verdict.evidence).toContainEqual(expect.stringMatching(/^\d+ times a slow reader was cut off\.$/));
    expect(result.accounts.shout).toMatchObject({ lost: 0, corrupted: 0, duplicated: 0 });
    expect(result.accounts.shout?.exempt).toBeGreaterThan(0);
    expect(result.accounts.direct).toMatchObject({ lost: 0, corrupted: 0, duplicated: 0 });
    expect(result.errors.dropped).toBeUndefined();
    expect(result.verdict.kind).toBe("interrupted");
  });

  it("passes though a slow reader gets nothing", async () => {
    await using server = await startLocalServer();
    const loud = { ...chat, bots: 4, shouts: 0.8, slowReaders: 0.25 };
    const settings = { ...stress, messageBytes: 32_000, chat: loud, durationMs: 1_000 };
    const result = await runStress(settings, server, watch());
    expect(result.accounts.shout).toMatchObject({ lost: 0, corrupted: 0 });
    expect(result.accounts.shout?.exempt).toBeGreaterThan(0);
    expect(result.verdict.kind).toBeOneOf(NOTHING_WRONG);
  });

  it("accounts for every message while bots leave and come back, in several threads", async () => {
    await using server = await startLocalServer();
    const churning = { ...chat, bots: 30, churn: 40, away: { min: 20, max: 400 } };
    const settings = { ...stress, fleet: { processes: 1, threads: 2 }, chat: churning, durationMs: ENDLESS_MS };
    // Everybody has left and come back some times.
    const hooks = interruptWhen(() => server.joins > 90);
    const result = await runStress(settings, server, hooks);
    expect(result.verdict.kind).toBe("interrupted");
    const { refused, ...otherErrors } = result.errors;
    expect(otherErrors).toEqual({});
    // A direct message is refused when its receiver is away at that moment.
    expect(refused ?? 0).toBe(result.accounts.direct?.refused);
    expect(result.clients.asked).toBe(30);
    expect(result.clients.joined).toBeGreaterThan(90);
    const none = { lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0 };
    expect(result.accounts.shout).toMatchObject({ ...none, refused: 0 });
    expect(result.accounts.direct).toMatchObject({ ...none, exempt: 0 });
    expect(result.accounts.request).toMatchObject({ ...none, exempt: 0 });
    // The exempt ones depend on the speed of the machine: take-account.test.ts says which ones they are.
    expect(result.accounts.shout?.received).toBeGreaterThan(0);
  });

  it("passes while bots leave and come back", async () => {
    await using server = await startLocalServer();
    const churning = { ...chat, churn: 20, away: { min: 20, max: 100 } };
    const result = await runStress({ ...stress, chat: churning, durationMs: 1_000 }, server, watch());
    expect(result.clients.joined).toBeGreaterThanOrEqual(10);
    expect(result.verdict.kind).toBeOneOf(NOTHING_WRONG);
  });

  it("finds what a server loses while bots leave and come back", async () => {
    await using server = await StubProcess.start({ dropOneIn: 50 });
    const churning = { ...chat, bots: 30, churn: 2, away: { min: 20, max: 400 } };
    const settings = { ...stress, answerTimeoutMs: 5_000, chat: churning, durationMs: ENDLESS_MS };
    const hooks = interruptWhen(async () => (await server.measurements()).dropped > 150);
    const { accounts } = await runStress(settings, server, hooks);
    const { dropped } = await server.measurements();
    const [direct, shout] = [accounts.direct, accounts.shout];
    const lost = (direct?.lost ?? 0) + (shout?.lost ?? 0);
    expect(direct?.exempt).toBe(0);
    // Some was dropped on its way to somebody who came or left in that moment.
    expect(lost).toBeLessThanOrEqual(dropped);
    expect(lost + (shout?.exempt ?? 0)).toBeGreaterThanOrEqual(dropped);
    expect(lost).toBeGreaterThan(dropped * 0.5);
  });

  it("ends when the server does, though nothing was in flight", async () => {
    const server = await StubProcess.start({});
    const silent = { ...chat, bots: 4, pace: { min: 60_000, max: 60_000 } };
    const onPhase = (phase: RunPhase) => {
      if (phase === "running") void server[Symbol.asyncDispose]();
    };
    const result = await runStress({ ...stress, chat: silent, durationMs: ENDLESS_MS }, server, {
      ...watch(),
      onPhase,
    });
    expect(result.accounts).toEqual({});
    expect(result.ending.server).toEqual({ state: "gone", hasExited: true, exitCode: null, signal: "SIGKILL" });
    expect(result.verdict).toMatchObject({
      kind: "server-gone",
      evidence: ["Connections dropped: 4. The server closed them, or they broke."],
    });
  });

  it("counts answers that come later than its timeout", async () => {
    await using server = await StubProcess.start({ delayMs: 50 });
    const { accounts, errors, verdict } = await runStress({ ...stress, answerTimeoutMs: 1 }, server, watch());
    expect(errors["late-answers"]).toBe(accounts.request?.received);
    expect(verdict.evidence.join()).toMatch(/Answers later than the timeout of the run: \d/);
  });

  it("ends when no client is left of a server that lives", async () => {
    await using server = await StubProcess.start({ closeFirstAfterMs: 500 });
    const silent = { ...chat, bots: 1, pace: { min: 60_000, max: 60_000 } };
    const result = await runStress({ ...stress, chat: silent, durationMs: ENDLESS_MS }, server, watch());
    expect(result.ending).toMatchObject({ server: null, interruptedBy: null, isDeserted: true });
    expect(result.errors).toEqual({ dropped: 1 });
    expect(result.verdict.evidence).toContain("No client was left, so the run ended early.");
  });

  it("ends cleanly when it is interrupted, with what was seen", async () => {
    await using server = await startLocalServer();
    const stopped = new AbortController();
    const hooks = watch(stopped.signal);
    const onSample = () => stopped.abort();
    const result = await runStress({ ...stress, durationMs: ENDLESS_MS }, server, { ...hooks, onSample });
    expect(result.verdict.kind).toBe("interrupted");
    expect(hooks.phases.at(-1)).toBe("done");
  });
});

describe.concurrent("a run that is hopeless", () => {
  /** Samples until the end, with the progress that was shown. */
  function watchProgress(onPhase: (phase: RunPhase) => void) {
    const shown: number[] = [];
    const hooks: RunHooks = { ...watch(), onPhase, onSample: (_sample, progress) => shown.push(progress) };
    return { shown, hooks };
  }

  it("leaves the dead time out of its rates, and its progress never goes back", async () => {
    await using server = await StubProcess.start({});
    const { shown, hooks } = watchProgress((phase) => {
      if (phase === "running") setTimeout(() => server.signal("SIGSTOP"), 2_000);
    });
    const load = { users: 10, rate: 100 };
    const settings = { ...bench, answerTimeoutMs: 5_000, load, durationMs: ENDLESS_MS, warmUpMs: 0 };
    const { verdict, ending, throughput } = await runBench(settings, server, hooks);
    expect(verdict.kind).toBe("server-silent");
    expect(ending.atMs).toBeGreaterThan(1_000);
    // With the dead time it would be a fifth of that: some 10 s in which nothing was received.
    expect(throughput.receivedPerSecond).toBeGreaterThan(40);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  });

  it("quotes the first refusal in the server's own words, safe to print", async () => {
    const text = "\u001b[2JWelcome to the chat!\n";
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.write(`${createJsonMsg(SERVER_NAME, SERVER_IP, "you", text)}\n`));
    });
    const given = takeGivenServer("127.0.0.1", server.port, null);
    const { verdict, exitCode } = await runStress({ ...stress, durationMs: ENDLESS_MS }, given, watch());
    expect(verdict).toMatchObject({
      kind: "server-refused",
      text: "None of 10 clients joined: the server refused them.",
      evidence: ['The first refusal: "␛[2JWelcome to the chat!␤"'],
    });
    expect(exitCode).toBe(96);
  });

  it("counts bytes that are no message as what they are", async () => {
    await using server = await startScriptedServer((socket) => {
      const welcome = serverTexts.welcome.write("you", { names: [], count: 0, maxTextBytes: 900 });
      const say = (line: string) => socket.write(`${line}\n`);
      socket.once("data", () => {
        say(createJsonMsg(SERVER_NAME, SERVER_IP, "you", welcome));
        say("stray bytes");
      });
    });
    const given = takeGivenServer("127.0.0.1", server.port, null);
    const settings = { ...stress, chat: { ...chat, bots: 2, pace: { min: 60_000, max: 60_000 } } };
    const { errors, accounts, verdict } = await runStress(settings, given, watch());
    expect(errors).toEqual({ malformed: 2 });
    expect(accounts).toEqual({});
    expect(verdict.evidence).toContain("2 times the server sent bytes that are no message.");
  });
});

describe.concurrent("a bench run", () => {
  it.each([
    ["dm", { users: 20, inFlight: 4 }, "direct"],
    ["dm", { users: 20, rate: 500 }, "direct"],
    ["shout", { users: 20, shouters: 2, inFlight: 2 }, "shout"],
    ["shout", { users: 20, shouters: 2, rate: 100 }, "shout"],
  ] as const)("loses nothing: %s, %j", async (name, load, kind) => {
    await using server = await startLocalServer();
    const settings = { ...bench, workload: findBenchWorkload(name), load, percentiles: [37] };
    const result = await runBench(settings, server, watch());
    expect(result.accounts[kind]).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, corrupted: 0 });
    expect(result.accounts[kind]?.received).toBeGreaterThan(0);
    const { count = 0, warmUpCount = 0, percentiles = [] } = result.latencies.message ?? {};
    expect(count).toBeGreaterThan(0);
    // The account has the warm-up, and the latencies say how much of it that is.
    expect(count + warmUpCount).toBe(result.accounts[kind]?.received);
    expect(percentiles.some(([percentile]) => percentile === 37)).toBe(isMeasured(37, count));
  });

  it("takes nothing into its rates that was sent or arrived outside the measured time, and waits for answers", async () => {
    // All of it arrives in the end, none while it is measured: the delay is longer than the load.
    await using server = await StubProcess.start({ delayMs: 4_000 });
    const load = { users: 20, rate: 200 };
    const settings = { ...bench, load, durationMs: 500, warmUpMs: 1_000, answerTimeoutMs: 8_000 };
    const result = await runBench(settings, server, watch());
    expect(result.accounts.direct).toMatchObject({ lost: 0 });
    expect(result.throughput.receivedPerSecond).toBe(0);
    // With the warm-up it would be 600/s; a busy machine may send some messages late.
    expect(result.throughput.sentPerSecond).toBeGreaterThan(20);
    expect(result.throughput.sentPerSecond).toBeLessThan(400);
  });

  it("says nothing of losses when it is interrupted before all have joined", async () => {
    // Joins are slow, and not all clients are on their way at once: at the first sample some are there.
    await using server = await StubProcess.start({ delayMs: 400 });
    const interrupt = new AbortController();
    const hooks = {
      ...watch(interrupt.signal),
      onSample: ({ clients }: { readonly clients: number }) => {
        if (clients > 0) interrupt.abort();
      },
    };
    const settings = { ...bench, workload: findBenchWorkload("shout"), load: { users: 2_000, shouters: 2 } };
    const result = await runBench(settings, server, hooks);
    expect(result.clients.joined).toBeGreaterThan(0);
    expect(result.accounts).toEqual({});
    expect(result.verdict.kind).toBe("interrupted");
  });

  it("counts joins", async () => {
    await using server = await startLocalServer();
    const settings = { ...bench, workload: findBenchWorkload("connect"), load: { inFlight: 4 } };
    const result = await runBench(settings, server, watch());
    expect(result.verdict.text).toMatch(/\b[\d,]+ clients joined and left, [\d.,]+ a second\.$/);
    expect(result.latencies.handshake?.count).toBeGreaterThan(0);
    expect(result.errors).toEqual({});
  });
});

describe.concurrent("a breaking point", () => {
  it("is where the server refuses, in its own words", async () => {
    await using server = await startLocalServer({ maxConnections: 100 });
    const result = await runBreakingPoint(breaking, server, watch());
    expect(result.verdict).toMatchObject({ kind: "limit-found", limit: "connect-refused" });
    expect(result.verdict.clients).toBe(100);
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
    const ramp = { kind: "stepped", step: 40, everyMs: 300 } as const;
    const result = await runBreakingPoint({ ...breaking, ramp, maxClients: 80 }, server, watch());
    expect(result.ending).toMatchObject({ limit: "max-clients", held: 80 });
    expect(result.verdict.kind).toBeOneOf(["no-limit-met", "tester-saturated"]);
  });

  it("is told when the time is over", async () => {
    await using server = await startLocalServer();
    const result = await runBreakingPoint({ ...breaking, maxDurationMs: 1_000 }, server, watch());
    expect(result.verdict.limit).toBe("max-duration");
  });
});
