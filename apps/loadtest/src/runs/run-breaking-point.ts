import type { Ramp } from "../ramp/advance-ramp.ts";
import { writeCount, writeMs, writeNumber } from "../result/format.ts";
import type { RunResult, Sample } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { assembleResult, type SearchOutcome } from "./assemble-result.ts";
import { LoadRun } from "./load-run.ts";
import type { BreakingPointSettings, RunHooks } from "./run-settings.ts";
import { searchLimit } from "./search-limit.ts";

/** Lateness of the tester, in milliseconds, from which on it may have missed clients. */
const LATE_MS = 1_000;

/** Connections of which the sources are reckoned when there is no bound. */
const UNBOUNDED_CONNECTIONS = 1_000_000;

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
  const found = await searchLimit(run, settings);
  await run.end();
  return assembleResult(run, settings, server, {
    command: "breaking-point",
    settings: {
      ramp: describeRamp(ramp),
      heartbeat: writeMs(heartbeatMs),
      "most clients": Number.isFinite(maxClients) ? writeCount(maxClients) : "no bound",
      "longest duration": Number.isFinite(maxDurationMs) ? writeMs(maxDurationMs) : "no bound",
    },
    goal: "limit",
    search: withServerEnd(found, run),
  });
}

/** A server that ended or fell silent is the limit: it held those who were there until then. */
function withServerEnd(found: SearchOutcome, run: LoadRun): SearchOutcome {
  const { server, atMs } = run.ending;
  if (!server) return found;
  const held = Math.max(found.held, run.monitor.attemptPeak);
  const limit = server.state === "gone" ? "server-gone" : "server-silent";
  return { held, limit, evidence: describeLateness(run.monitor.samples, atMs ?? 0), atMs };
}

/** A tester that is late while a server ends may not have read all of its welcomes. */
function describeLateness(samples: readonly Sample[], endedAtMs: number): string[] {
  const near = samples.filter(({ atMs }) => Math.abs(atMs - endedAtMs) <= LATE_MS);
  const latestMs = Math.max(0, ...near.map(({ loopDelayMs }) => loopDelayMs));
  return latestMs < LATE_MS
    ? []
    : [`The tester was late by ${writeMs(latestMs)} then: more clients may have been held.`];
}

function describeRamp(ramp: Ramp): string {
  switch (ramp.kind) {
    case "linear":
      return `${writeNumber(ramp.perSecond)} clients more each second`;
    case "stepped":
      return `${writeCount(ramp.step)} clients more every ${writeMs(ramp.everyMs)}`;
    case "bisect":
      return `twice as many every ${writeMs(ramp.everyMs)} from ${writeCount(ramp.start)} on, then half-way between`;
  }
}
