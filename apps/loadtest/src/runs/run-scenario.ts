import type { FleetSize } from "../fleet/fleet.ts";
import type { RunResult } from "../result/run-result.ts";
import { describeScenario } from "../scenario/describe-scenario.ts";
import { SCENARIO_DEFAULTS, type Scenario } from "../scenario/scenario.ts";
import { clientsAt, createTimeline, durationOf, type Segment } from "../scenario/timeline.ts";
import { isVisited, sendsAnything, sumOf } from "../scenario/traits.ts";
import type { TargetServer } from "../target/target-server.ts";
import { percentilesIn, type Threshold } from "../verdict/threshold.ts";
import { assembleResult } from "./assemble-result.ts";
import { LoadRun } from "./load-run.ts";
import type { CommonSettings, RunHooks } from "./run-settings.ts";

/** Interval at which the number of clients follows a ramp, in milliseconds. */
const RAMP_STEP_MS = 100;

/** Part of a run's progress that its joining is, where clients join before the load starts. */
const JOINING_PROGRESS = 0.1;

/** Time for which the system keeps the port of a client that has left, in seconds. */
const PORT_REST_S = 60;

/** Connections of which the sources are reckoned where clients join and leave: one that has left holds its port. */
const VISIT_CONNECTIONS = 100_000;

export interface ScenarioRun {
  readonly command: RunResult["command"];
  readonly scenario: Scenario;
  readonly settings: CommonSettings;
}

/** Runs the stages of a scenario, and takes the account. */
export async function runScenario(
  { command, scenario, settings }: ScenarioRun,
  server: TargetServer,
  hooks: RunHooks,
): Promise<RunResult> {
  const load = { kind: "scenario", scenario } as const;
  await using run = await LoadRun.start({ settings, server, hooks, load, connections: countConnections(scenario) });
  await joinFirst(run, scenario);
  const isCutShort = await keepUpLoad(run, scenario);
  await run.end();
  return assembleResult(run, settings, server, {
    command,
    settings: describeScenario(scenario),
    goal: isVisited(scenario) ? "joins" : "messages",
    isCutShort,
  });
}

/** Settings of a scenario that every run has; what is missing has the scenario's default. */
export interface SharedSettings {
  readonly messageBytes?: number | undefined;
  readonly seed?: number | undefined;
  /** In milliseconds. */
  readonly timeout?: number | undefined;
  /** Conditions under which the run counts as failed: it measures the percentiles that they are about. */
  readonly failIf?: readonly Threshold[];
}

/** Returns the settings that every run has. */
export function toCommonSettings(
  {
    messageBytes = SCENARIO_DEFAULTS.messageBytes,
    seed = SCENARIO_DEFAULTS.seed,
    timeout = SCENARIO_DEFAULTS.timeoutMs,
    failIf = [],
  }: SharedSettings,
  fleet: FleetSize,
): CommonSettings {
  return {
    fleet,
    messageBytes,
    seed,
    connectTimeoutMs: timeout,
    handshakeTimeoutMs: timeout,
    answerTimeoutMs: timeout,
    percentiles: percentilesIn(failIf),
  };
}

/** Lets those clients join that are online before the first message is sent. */
async function joinFirst(run: LoadRun, scenario: Scenario): Promise<void> {
  const { joining, load } = createTimeline(scenario);
  const clients = load[0]?.fromClients ?? 0;
  if (clients === 0) return;
  run.enter("joining", () => (JOINING_PROGRESS * run.monitor.joins) / clients);
  if (joining.length > 0) {
    using _ramp = followRamp(run, joining);
    await run.wait(durationOf(joining));
  }
  if (!run.isStopped) await run.joinUpTo(clients);
}

/** Keeps up the load of the stages; returns true when they ended before all messages were sent. */
async function keepUpLoad(run: LoadRun, scenario: Scenario): Promise<boolean> {
  const { load, isGrowing } = createTimeline(scenario);
  const { warmUp: warmUpMs, messagesPerClient } = scenario;
  using _ramp = isGrowing ? followRamp(run, load) : null;
  const durationMs = durationOf(load) - warmUpMs;
  if (messagesPerClient === undefined) {
    await run.runLoad(durationMs, { warmUpMs });
    return false;
  }
  let isAllSent = false;
  const isOver = run.allSent().then(() => {
    isAllSent = true;
  });
  // A failure of a worker shows at every other wait as well.
  isOver.catch(() => undefined);
  const messages = messagesPerClient * countSenders(scenario);
  await run.runLoad(durationMs, { isOver, progress: () => run.monitor.sent / messages });
  return !isAllSent && !run.isStopped;
}

/** Lets the number of clients follow a ramp until it is disposed of. */
function followRamp(run: LoadRun, segments: readonly Segment[]): Disposable {
  const startedAt = performance.now();
  const step = () => {
    const clients = clientsAt(segments, performance.now() - startedAt);
    if (clients > run.asked) run.setTarget(clients);
  };
  const timer = setInterval(step, RAMP_STEP_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Counts the clients that send something, as their shares say. */
function countSenders(scenario: Scenario): number {
  const shareOf = (personas: Scenario["personas"]) => sumOf(personas.map(({ share }) => share));
  const senders = scenario.personas.filter(({ sends }) => sendsAnything(sends));
  return (createTimeline(scenario).clients * shareOf(senders)) / shareOf(scenario.personas);
}

function countConnections(scenario: Scenario): number {
  if (isVisited(scenario)) return VISIT_CONNECTIONS;
  const leavingPerSecond = scenario.churn?.rate ?? 0;
  return createTimeline(scenario).clients + Math.ceil(leavingPerSecond * PORT_REST_S);
}
