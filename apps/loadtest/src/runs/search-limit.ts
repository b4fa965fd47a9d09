import { advanceRamp, createRampState, type RampState } from "../ramp/advance-ramp.ts";
import { HeldLoad } from "../ramp/held-load.ts";
import type { Limit } from "../result/run-result.ts";
import { findReachedLimit } from "../verdict/breaking-rules.ts";
import { MetricsWindow } from "../verdict/metrics-window.ts";
import type { SearchOutcome } from "./assemble-result.ts";
import type { LoadRun } from "./load-run.ts";
import type { BreakingPointSettings } from "./run-settings.ts";
import { WindowSampler } from "./window-sampler.ts";

/** Interval at which the ramp decides on the number of clients, in milliseconds. */
const STEP_MS = 100;

/** Time for which a sample counts, in milliseconds. */
const WINDOW_MS = 5_000;

/** Time for the server to notice that everybody has left, in milliseconds, before the next number is tried. */
const REST_MS = 2_000;

/** Limits that are met at one number of clients, and not little by little: all before it were well. */
const SUDDEN_LIMITS: ReadonlySet<Limit> = new Set([
  "connect-refused",
  "connections-dropped",
  "tester-open-files",
  "tester-ports",
]);

/** Lets the number of clients grow until something gives way, the most are held, the time is over or the run is to end. */
export async function searchLimit(run: LoadRun, settings: BreakingPointSettings): Promise<SearchOutcome> {
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
      const atMs = monitor.elapsedMs;
      if (SUDDEN_LIMITS.has(met.limit)) {
        // The last clients of some workers may be in no sample yet, and so may the end of the server: each tells for itself.
        await run.sample();
        life.look();
        if (life.isInDoubt) continue;
      }
      last = { ...met, held: SUDDEN_LIMITS.has(met.limit) ? monitor.attemptPeak : load.clients, atMs };
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
  const held = last ? state.held : monitor.clients;
  if (run.isStopped) {
    // A server that lets nobody in after a break has ended with it: it held those who were there before.
    const isSameEnd = last !== null && life.end !== null && monitor.attemptPeak === 0;
    return { held: isSameEnd ? Math.max(held, last?.held ?? 0) : held, limit: null, evidence: [], atMs: null };
  }
  return last ? { ...last, held } : { held, limit: "max-duration", evidence: [], atMs: null };
}
