import { setTimeout as pause } from "node:timers/promises";
import type { Attack, Outcome } from "./attack.ts";
import type { AttackAnswer, AttackOrder, Stage } from "./attack-process.ts";
import { Child } from "./child.ts";
import type { CrowdAnswer, CrowdOrder } from "./crowd-process.ts";
import { type CrowdReport, countHealthy } from "./healthy-crowd.ts";
import type { Lateness } from "./lateness.ts";
import { MemoryWatch } from "./memory-watch.ts";
import { ServerCommand, type ServerCommandOptions } from "./server-command.ts";

const HEALTHY_USERS = 300;
const WARM_UP_MS = 1_000;
/** How long the healthy users go on when the attackers have gone. */
const AFTER_MS = 1_000;
/** How long an attack may take besides its seconds. */
const ATTACK_DEADLINE_MS = 120_000;
/** After this time memory must be back, and all messages have arrived. */
const RECOVERY_MS = 10_000;
const RECOVERY_LOOK_MS = 500;
const MIB = 1024 * 1024;

/** Heap that may be left: compiled code and what else a server keeps that has seen more. */
const HEAP_SHARE = 1.1;
const HEAP_BYTES = 5 * MIB;

/** Everything that one attack has shown, before it is judged. */
export interface AttackFindings {
  readonly crowd: CrowdReport;
  readonly outcome: Outcome;
  readonly attackersLateness: Lateness;
  readonly memory: {
    readonly beforeMiB: number;
    readonly peakMiB: number;
    readonly afterMiB: number;
    readonly peakTcpMiB: number;
    readonly heapBeforeMiB: number;
    readonly heapAfterMiB: number;
    readonly isHeapBack: boolean;
  };
  readonly logBytes: number;
  readonly server: ServerCommand;
}

export type RunOptions = Omit<ServerCommandOptions, "flags"> & { readonly seconds: number };

/** Starts a server with healthy users, lets the attackers loose on it, and tells what was seen. */
export async function runAttack(attack: Attack, { seconds, ...build }: RunOptions): Promise<AttackFindings> {
  const { healthyUsers = HEALTHY_USERS, flags = [] } = attack;
  await using server = await ServerCommand.start({ ...build, flags });
  await using crowd = new Child<CrowdOrder, CrowdAnswer>(new URL("crowd-process.ts", import.meta.url), [
    `${server.port}`,
    `${healthyUsers}`,
  ]);
  await crowd.nextAnswer(ATTACK_DEADLINE_MS);
  await pause(WARM_UP_MS);
  const heapBefore = await server.takeHeap();
  const order = {
    name: attack.name,
    port: server.port,
    serverPid: server.pid,
    seconds,
    healthyUsers: countHealthy(healthyUsers),
  };

  using memory = new MemoryWatch(server.pid);
  await using attackers = startStage(order, "carryOut");
  const first = await attackers.nextAnswer(ATTACK_DEADLINE_MS);
  const logBytes = server.log.bytes;
  crowd.tell({ enter: "attack" });
  attackers.tell({});
  const last = "prepared" in first ? await attackers.nextAnswer(ATTACK_DEADLINE_MS + seconds * 1_000) : first;
  const loggedBytes = server.log.bytes - logBytes;
  crowd.tell({ enter: "after" });
  attackers.tell({});
  await attackers.end(RECOVERY_MS);
  const leftAt = performance.now();
  await pause(AFTER_MS);
  crowd.tell({ finishWithinMs: RECOVERY_MS });
  const answer = await crowd.nextAnswer(ATTACK_DEADLINE_MS);
  if (!("report" in answer)) throw new Error("The healthy users give no report.");

  const isHeapBack = (heap: number) => heap <= heapBefore * HEAP_SHARE + HEAP_BYTES;
  const { remainingMiB = Number.POSITIVE_INFINITY } = attack.bounds;
  let heapAfter = await server.takeHeap();
  const isBack = () => isHeapBack(heapAfter) && memory.nowMiB - memory.beforeMiB <= remainingMiB;
  while (!isBack() && performance.now() < leftAt + RECOVERY_MS && !server.hasEnded) {
    await pause(RECOVERY_LOOK_MS);
    heapAfter = await server.takeHeap();
  }
  const figures = { beforeMiB: memory.beforeMiB, peakMiB: memory.peakMiB, peakTcpMiB: memory.peakTcpMiB };
  const afterMiB = memory.nowMiB;
  await crowd[Symbol.asyncDispose]();
  const outcomes = [readOutcome(last)];
  if (attack.afterwards) outcomes.push(await runAfterwards(order));
  return {
    crowd: answer.report,
    outcome: {
      facts: outcomes.flatMap(({ outcome }) => outcome.facts),
      claims: outcomes.flatMap(({ outcome }) => outcome.claims),
    },
    attackersLateness: outcomes[0]?.lateness ?? { p99Ms: 0, maxMs: 0 },
    memory: {
      ...figures,
      afterMiB,
      heapBeforeMiB: heapBefore / MIB,
      heapAfterMiB: heapAfter / MIB,
      isHeapBack: isHeapBack(heapAfter),
    },
    logBytes: loggedBytes,
    server,
  };
}

function startStage(order: Omit<AttackOrder, "stage">, stage: Stage) {
  const file = new URL("attack-process.ts", import.meta.url);
  return new Child<object, AttackAnswer>(file, [JSON.stringify({ ...order, stage })]);
}

async function runAfterwards(order: Omit<AttackOrder, "stage">) {
  await using attackers = startStage(order, "afterwards");
  return readOutcome(await attackers.nextAnswer(ATTACK_DEADLINE_MS));
}

/** An attack that could not be carried out has shown nothing, so it fails. */
function readOutcome(answer: AttackAnswer): { outcome: Outcome; lateness: Lateness } {
  if ("outcome" in answer) return answer;
  const failure = "failure" in answer ? answer.failure : "It has begun twice.";
  return {
    outcome: { facts: [], claims: [{ what: `the attack is carried out (${failure})`, isMet: false }] },
    lateness: { p99Ms: 0, maxMs: 0 },
  };
}
