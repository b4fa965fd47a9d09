import { setTimeout as pause } from "node:timers/promises";
import type { Attack, Outcome } from "./attack.ts";
import type { AttackAnswer, AttackOrder } from "./attack-process.ts";
import { Child } from "./child.ts";
import type { CrowdAnswer, CrowdOrder } from "./crowd-process.ts";
import { type CrowdReport, countHealthy } from "./healthy-crowd.ts";
import { type Lateness, NOT_LATE } from "./lateness.ts";
import type { LogSummary } from "./log-summary.ts";
import { type MemoryFigures, MemoryWatch } from "./memory-watch.ts";
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
  readonly crowd: CrowdReport;
  readonly outcome: Outcome;
  readonly attackersLateness: Lateness;
  readonly memory: MemoryFigures;
  readonly log: LogSummary;
  /** By how much the log grew under attack. */
  readonly loggedBytes: number;
  /** True when the server's process went on until its healthy users had left. */
  readonly isRunning: boolean;
}

export type RunOptions = Omit<ServerCommandOptions, "flags"> & { readonly seconds: number };

type Crowd = Child<CrowdOrder, CrowdAnswer>;
type Order = Omit<AttackOrder, "stage">;

/** Starts a server with healthy users, lets the attackers loose on it, and tells what was seen. */
export async function runAttack(attack: Attack, { seconds, ...options }: RunOptions): Promise<AttackFindings> {
  const { name, healthyUsers = HEALTHY_USERS, flags = [] } = attack;
  await using server = await ServerCommand.start({ ...options, flags });
  const { port, pid: serverPid, log } = server;
  await using crowd = startCrowd(port, healthyUsers);
  await crowd.nextAnswer(DEADLINE_MS);
  await pause(WARM_UP_MS);
  using memory = await MemoryWatch.start(server);

  const order = { name, port, serverPid, seconds, healthyUsers: countHealthy(healthyUsers) };
  const struck = await strike(order, crowd, log);
  const deadlineAt = performance.now() + RECOVERY_MS;
  await pause(AFTER_MS);
  const report = await finish(crowd);
  await memory.waitUntilBack(attack.bounds, deadlineAt);
  const { figures } = memory;
  const isRunning = !server.hasEnded;
  await crowd[Symbol.asyncDispose]();
  const afterwards = attack.afterwards ? await runAfterwards(order) : NOTHING;
  return {
    crowd: report,
    outcome: join(struck.outcome, afterwards),
    attackersLateness: struck.lateness,
    memory: figures,
    log,
    loggedBytes: struck.loggedBytes,
    isRunning,
  };
}

function startCrowd(port: number, users: number): Crowd {
  return new Child(new URL("crowd-process.ts", import.meta.url), [`${port}`, `${users}`]);
}

function startAttackers(order: AttackOrder): Child<object, AttackAnswer> {
  return new Child(new URL("attack-process.ts", import.meta.url), [JSON.stringify(order)]);
}

/** From the attackers' start until the last of them has gone. */
async function strike(order: Order, crowd: Crowd, log: LogSummary) {
  await using attackers = startAttackers({ ...order, stage: "carryOut" });
  let answer = await attackers.nextAnswer(DEADLINE_MS);
  const bytesBefore = log.bytes;
  crowd.tell({ enter: "attack" });
  if ("prepared" in answer) {
    attackers.tell({});
    answer = await attackers.nextAnswer(DEADLINE_MS + order.seconds * 1_000);
  }
  const loggedBytes = log.bytes - bytesBefore;
  crowd.tell({ enter: "after" });
  attackers.tell({});
  await attackers.end(RECOVERY_MS);
  return { ...readOutcome(answer), loggedBytes };
}

async function finish(crowd: Crowd): Promise<CrowdReport> {
  crowd.tell({ finishWithinMs: RECOVERY_MS });
  const answer = await crowd.nextAnswer(DEADLINE_MS);
  if ("report" in answer) return answer.report;
  throw new Error("The healthy users give no report.");
}

async function runAfterwards(order: Order): Promise<Outcome> {
  await using attackers = startAttackers({ ...order, stage: "afterwards" });
  return readOutcome(await attackers.nextAnswer(DEADLINE_MS)).outcome;
}

const NOTHING: Outcome = { facts: [], claims: [] };

function join(one: Outcome, other: Outcome): Outcome {
  return { facts: [...one.facts, ...other.facts], claims: [...one.claims, ...other.claims] };
}

/** An attack that could not be carried out has shown nothing, so it fails. */
function readOutcome(answer: AttackAnswer): { outcome: Outcome; lateness: Lateness } {
  if ("outcome" in answer) return answer;
  const failure = "failure" in answer ? answer.failure : "it has begun twice";
  return {
    outcome: { facts: [], claims: [{ what: `the attack is carried out (${failure})`, isMet: false }] },
    lateness: NOT_LATE,
  };
}
