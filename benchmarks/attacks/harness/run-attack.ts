import { setTimeout as pause } from "node:timers/promises";
import type { Attack, AttackAnswer, AttackOrder, Outcome } from "./attack.ts";
import { Child } from "./child.ts";
import { countHealthy, type HealthyUsersReport } from "./healthy-users.ts";
import type { HealthyUsersAnswer, HealthyUsersOrder } from "./healthy-users-process.ts";
import { type Lateness, NOT_LATE } from "./lateness.ts";
import type { LogSummary } from "./log-summary.ts";
import { type MemoryMetrics, MemoryWatch } from "./memory-watch.ts";
import { ServerCommand, type ServerCommandOptions } from "./server-command.ts";

const HEALTHY_USERS = 300;
const WARM_UP_MS = 1_000;
/** Time for which the healthy users go on after the attackers have left. */
const AFTER_MS = 1_000;
/** After this time memory must be back, and all messages have arrived. */
const RECOVERY_MS = 10_000;
/** Time limit for every other step, besides the attack's own seconds. */
const DEADLINE_MS = 120_000;

/** Everything that one attack has shown, before it is judged. */
export interface AttackFindings {
  readonly healthyUsers: HealthyUsersReport;
  readonly outcome: Outcome;
  readonly attackersLateness: Lateness;
  readonly memory: MemoryMetrics;
  readonly log: LogSummary;
  /** Growth of the log under attack. */
  readonly loggedBytes: number;
  /** True when the server's process went on until its healthy users had left. */
  readonly isRunning: boolean;
}

export interface RunOptions extends Omit<ServerCommandOptions, "flags"> {
  readonly seconds: number;
  /** The program of the attackers, which takes an {@link AttackOrder} as its argument. */
  readonly attackers: URL;
}

type HealthyProcess = Child<HealthyUsersOrder, HealthyUsersAnswer>;
type StartAttackers = (stage: AttackOrder["stage"]) => Child<object, AttackAnswer>;

/** Starts a server with healthy users, lets the attackers loose on it, and returns what was seen. */
export async function runAttack(
  attack: Attack,
  { seconds, attackers, ...options }: RunOptions,
): Promise<AttackFindings> {
  const { name, healthyUsers = HEALTHY_USERS, flags = [] } = attack;
  await using server = await ServerCommand.start({ ...options, flags });
  const { port, pid: serverPid, log } = server;
  await using healthyProcess = startHealthyUsers(port, healthyUsers);
  await healthyProcess.nextAnswer(DEADLINE_MS);
  await pause(WARM_UP_MS);
  using memory = await MemoryWatch.start(server);

  const order: Omit<AttackOrder, "stage"> = {
    name,
    port,
    serverPid,
    seconds,
    healthyUsers: countHealthy(healthyUsers),
  };
  const startAttackers: StartAttackers = (stage) => new Child(attackers, [JSON.stringify({ ...order, stage })]);
  const struck = await strike(startAttackers, seconds, healthyProcess, log);
  const deadlineAt = performance.now() + RECOVERY_MS;
  await pause(AFTER_MS);
  const report = await finish(healthyProcess);
  await memory.waitUntilBack(attack.bounds, deadlineAt);
  const { metrics } = memory;
  const isRunning = !server.hasEnded;
  await healthyProcess[Symbol.asyncDispose]();
  const afterwards = attack.afterwards ? await runAfterwards(startAttackers) : NOTHING;
  return {
    healthyUsers: report,
    outcome: join(struck.outcome, afterwards),
    attackersLateness: struck.lateness,
    memory: metrics,
    log,
    loggedBytes: struck.loggedBytes,
    isRunning,
  };
}

function startHealthyUsers(port: number, users: number): HealthyProcess {
  return new Child(new URL("healthy-users-process.ts", import.meta.url), [`${port}`, `${users}`]);
}

/** Lets the attackers carry out their attack, until the last of them has left. */
async function strike(start: StartAttackers, seconds: number, healthyProcess: HealthyProcess, log: LogSummary) {
  await using attackers = start("carryOut");
  let answer = await attackers.nextAnswer(DEADLINE_MS);
  const bytesBefore = log.bytes;
  healthyProcess.tell({ enter: "attack" });
  if ("prepared" in answer) {
    attackers.tell({});
    answer = await attackers.nextAnswer(DEADLINE_MS + seconds * 1_000);
  }
  const loggedBytes = log.bytes - bytesBefore;
  healthyProcess.tell({ enter: "after" });
  attackers.tell({});
  await attackers.end(RECOVERY_MS);
  return { ...readOutcome(answer), loggedBytes };
}

async function finish(healthyProcess: HealthyProcess): Promise<HealthyUsersReport> {
  healthyProcess.tell({ finishWithinMs: RECOVERY_MS });
  const answer = await healthyProcess.nextAnswer(DEADLINE_MS);
  if ("report" in answer) return answer.report;
  throw new Error("The healthy users made no report.");
}

async function runAfterwards(start: StartAttackers): Promise<Outcome> {
  await using attackers = start("afterwards");
  return readOutcome(await attackers.nextAnswer(DEADLINE_MS)).outcome;
}

const NOTHING: Outcome = { notes: [], claims: [] };

function join(one: Outcome, other: Outcome): Outcome {
  return { notes: [...one.notes, ...other.notes], claims: [...one.claims, ...other.claims] };
}

/** An attack that could not be carried out has shown nothing, so it fails. */
function readOutcome(answer: AttackAnswer): { outcome: Outcome; lateness: Lateness } {
  if ("outcome" in answer) return answer;
  const failure = "failure" in answer ? answer.failure : "it has begun twice";
  return {
    outcome: { notes: [], claims: [{ what: `the attack is carried out (${failure})`, isMet: false }] },
    lateness: NOT_LATE,
  };
}
