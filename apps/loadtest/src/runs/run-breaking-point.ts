import type { Ramp } from "../ramp/advance-ramp.ts";
import { advanceRamp, createRampState, type RampState } from "../ramp/advance-ramp.ts";
import type { RunResult, Verdict } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { judgeAccounts } from "../verdict/account-verdict.ts";
import { findReachedLimit, type ReachedLimit } from "../verdict/breaking-rules.ts";
import { MetricsWindow } from "../verdict/metrics-window.ts";
import { assembleResult } from "./assemble-result.ts";
import { LoadRun } from "./load-run.ts";
import type { BreakingPointSettings, RunHooks } from "./run-settings.ts";
import { WindowSampler } from "./window-sampler.ts";

/** Interval at which the ramp decides on the number of clients, in milliseconds. */
const STEP_MS = 100;

/** Time for which a sample counts, in milliseconds. */
const WINDOW_MS = 5_000;

/** Time for the server to notice that everybody has left, in milliseconds, before the next number is tried. */
const REST_MS = 2_000;

/** Connections of which the sources are reckoned when there is no bound. */
const UNBOUNDED_CONNECTIONS = 1_000_000;

interface SearchResult {
  readonly met: ReachedLimit | null;
  readonly clients: number;
  readonly isOverTime: boolean;
}

/** Lets the number of clients grow until something gives way, and says what. */
export async function runBreakingPoint(
  settings: BreakingPointSettings,
  server: TargetServer,
  hooks: RunHooks,
): Promise<RunResult> {
  const { heartbeatMs, maxClients, maxDurationMs, ramp } = settings;
  const load = { kind: "heartbeat", everyMs: heartbeatMs } as const;
  const connections = Math.min(maxClients, UNBOUNDED_CONNECTIONS);
  await using run = await LoadRun.start({ settings, server, hooks, load, connections });
  run.start();
  run.enter("running", () => Math.max(run.monitor.clients / maxClients, run.monitor.elapsedMs / maxDurationMs));
  const found = await search(run, settings, hooks.signal);
  await run.end();
  return assembleResult(run, settings, server, {
    command: "breaking-point",
    settings: {
      ramp: describeRamp(ramp),
      heartbeat: `${heartbeatMs / 1_000} s`,
      "most clients": Number.isFinite(maxClients) ? `${maxClients}` : "no bound",
      "longest duration": Number.isFinite(maxDurationMs) ? `${maxDurationMs / 1_000} s` : "no bound",
    },
    verdict: verdictOfSearch(found, run),
  });
}

async function search(run: LoadRun, settings: BreakingPointSettings, signal: AbortSignal): Promise<SearchResult> {
  const { ramp, maxClients, maxDurationMs, bounds } = settings;
  const recorder = new WindowSampler(run.monitor);
  const window = new MetricsWindow(WINDOW_MS);
  run.onInterval = () => window.add(recorder.take());
  let state: RampState = createRampState(ramp, maxClients);
  let lastMet: ReachedLimit | null = null;
  let clientsWhenMet = 0;
  let rampStartedAt = performance.now();
  run.setTarget(state.target);
  while (!signal.aborted && run.monitor.elapsedMs < maxDurationMs) {
    await run.wait(STEP_MS);
    const metrics = window.read();
    const met = metrics && findReachedLimit(metrics, bounds);
    if (met) {
      lastMet = met;
      clientsWhenMet = run.monitor.clients;
      // The tester's own limit is no news of the server's: to search on would measure the tester.
      if (met.limit.startsWith("tester-")) return { met, clients: clientsWhenMet, isOverTime: false };
    }
    const { attempt } = state;
    const elapsedMs = performance.now() - rampStartedAt;
    state = advanceRamp(state, { elapsedMs, joined: run.monitor.clients, isBroken: met !== null });
    if (state.isOver) {
      const clients = ramp.kind === "bisect" ? state.held : clientsWhenMet;
      return { met: lastMet, clients: lastMet ? clients : run.monitor.clients, isOverTime: false };
    }
    if (state.attempt !== attempt) {
      run.disconnectAll();
      await run.wait(REST_MS);
      recorder.restart();
      window.clear();
      rampStartedAt = performance.now() - elapsedMs;
    }
    if (state.target !== run.asked || state.attempt !== attempt) run.setTarget(state.target);
  }
  return { met: lastMet, clients: lastMet ? state.held : run.monitor.clients, isOverTime: true };
}

function verdictOfSearch({ met, clients, isOverTime }: SearchResult, run: LoadRun): Verdict {
  const { outcome } = run;
  if (outcome.isInterrupted) {
    // Clients that did not join are the limit that such a run looks for.
    const { accounts, isInterrupted } = outcome;
    return { ...judgeAccounts({ accounts, isInterrupted }), clients: run.monitor.peakClients };
  }
  const held = clients.toLocaleString("en");
  if (met) {
    return {
      kind: "limit-found",
      text: `${held} clients were held; then ${LIMITS[met.limit]}.`,
      limit: met.limit,
      evidence: [...met.evidence],
      clients,
    };
  }
  const limit = isOverTime ? "max-duration" : "max-clients";
  return {
    kind: "limit-found",
    text: `${held} clients were held, and ${LIMITS[limit]}: nothing broke.`,
    evidence: [],
    limit,
    clients,
  };
}

const LIMITS: Record<NonNullable<Verdict["limit"]>, string> = {
  "connect-refused": "connections were refused",
  "connect-timeout": "connections timed out",
  "handshake-slow": "handshakes became too slow",
  "answers-lost": "answers were lost",
  "connections-dropped": "connections were dropped",
  latency: "answers became too slow",
  "tester-open-files": "the tester could open no more files",
  "tester-ports": "the tester had no more ports",
  "tester-event-loop": "the tester had no more time",
  "max-clients": "no more were asked for",
  "max-duration": "the time was over",
};

function describeRamp(ramp: Ramp): string {
  switch (ramp.kind) {
    case "linear":
      return `${ramp.perSecond} clients more each second`;
    case "stepped":
      return `${ramp.step} clients more every ${ramp.everyMs / 1_000} s`;
    case "bisect":
      return `twice as many every ${ramp.everyMs / 1_000} s from ${ramp.start} on, then half-way between`;
  }
}
