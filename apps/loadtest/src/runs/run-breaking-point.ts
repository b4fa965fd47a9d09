import type { Ramp } from "../ramp/advance-ramp.ts";
import { advanceRamp, createRampState, type RampState } from "../ramp/advance-ramp.ts";
import { HeldLoad } from "../ramp/held-load.ts";
import type { Limit, RunResult } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { findReachedLimit } from "../verdict/breaking-rules.ts";
import { MetricsWindow } from "../verdict/metrics-window.ts";
import { heartbeat } from "../workloads/heartbeat.ts";
import { createLoad } from "../workloads/workloads.ts";
import { assembleResult, type SearchOutcome } from "./assemble-result.ts";
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

/** Lets the number of clients grow until something gives way, and says what. */
export async function runBreakingPoint(
  settings: BreakingPointSettings,
  server: TargetServer,
  hooks: RunHooks,
): Promise<RunResult> {
  const { heartbeatMs, maxClients, maxDurationMs, ramp } = settings;
  const load = createLoad(heartbeat, { heartbeat: heartbeatMs });
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
    goal: "limit",
    search: withServerEnd(found, run),
  });
}

async function search(run: LoadRun, settings: BreakingPointSettings, signal: AbortSignal): Promise<SearchOutcome> {
  const { ramp, maxClients, maxDurationMs, bounds } = settings;
  const { monitor, life } = run;
  const recorder = new WindowSampler(monitor);
  const window = new MetricsWindow(WINDOW_MS);
  const load = new HeldLoad();
  run.onInterval = () => {
    const sample = recorder.take();
    window.add(sample);
    const isWithinBounds = findReachedLimit(sample, bounds) === null;
    load.add({ atMs: sample.atMs, clients: sample.clients, isWithinBounds, isMeasured: sample.answerP99Ms !== null });
  };
  let state: RampState = createRampState(ramp, maxClients);
  let last: SearchOutcome | null = null;
  let rampStartedAt = performance.now();
  run.setTarget(state.target);
  while (!run.isStopped && monitor.elapsedMs < maxDurationMs) {
    await run.wait(STEP_MS);
    life.look();
    // What is past its bound now may be the end of the server: wait until that is known.
    if (life.isInDoubt) continue;
    const metrics = window.read();
    const met = metrics && findReachedLimit(metrics, bounds);
    if (met) {
      const held = ramp.kind === "bisect" ? state.held : isSudden(met.limit) ? monitor.attemptPeak : load.clients;
      last = { ...met, held, atMs: monitor.elapsedMs };
      // The tester's own limit is no news of the server's: to search on would measure the tester.
      if (met.limit.startsWith("tester-")) return last;
    }
    const { attempt } = state;
    const elapsedMs = performance.now() - rampStartedAt;
    const isMeasured = metrics !== null && metrics.answerP99Ms !== null;
    state = advanceRamp(state, { elapsedMs, joined: monitor.clients, isBroken: met !== null, isMeasured });
    if (state.isOver) {
      if (!last) return { held: monitor.clients, limit: "max-clients", evidence: [], atMs: null };
      return ramp.kind === "bisect" ? { ...last, held: state.held } : last;
    }
    if (state.attempt !== attempt) {
      run.disconnectAll();
      await run.wait(REST_MS);
      recorder.restart();
      window.clear();
      monitor.restartPeak();
      rampStartedAt = performance.now() - elapsedMs;
    }
    if (state.target !== run.asked || state.attempt !== attempt) run.setTarget(state.target);
  }
  if (signal.aborted) return { held: monitor.peakClients, limit: null, evidence: [], atMs: null };
  if (last) return { ...last, held: state.held };
  const limit = run.isStopped ? null : "max-duration";
  return { held: run.isStopped ? state.held : monitor.clients, limit, evidence: [], atMs: null };
}

/** A server that ended or fell silent is the limit: it held those who were there until then. */
function withServerEnd(found: SearchOutcome, run: LoadRun): SearchOutcome {
  const { server, atMs } = run.ending;
  if (!server) return found;
  const held = Math.max(found.held, run.monitor.attemptPeak);
  return { held, limit: server.state === "gone" ? "server-gone" : "server-silent", evidence: [], atMs };
}

/** Returns true for a limit that is met at one number of clients, and not little by little: all before it were well. */
function isSudden(limit: Limit): boolean {
  return SUDDEN_LIMITS.has(limit);
}

const SUDDEN_LIMITS: ReadonlySet<Limit> = new Set([
  "connect-refused",
  "connections-dropped",
  "tester-open-files",
  "tester-ports",
]);

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
