import { setTimeout as pause } from "node:timers/promises";
import { readTcpMiB } from "../load/kernel-metrics.ts";
import { pollLists } from "./list-polling.ts";
import { DEADLINES } from "./run-plan.ts";
import type { ListResult, PageResult, RoundResult, RunResult, ShoutResult } from "./run-result.ts";
import type { UsageMeter } from "./usage-meter.ts";
import { mergeTallies, type UserGenerators } from "./user-generators.ts";
import { type Visit, visit } from "./visit.ts";

/** Fewest shouts; there is one from each node, too. The first has to warm everything up. */
const LEAST_SHOUTS = 3;

/** The number of users, roughly, who write a direct message in each round. */
const DIRECT_SENDERS = 10_000;

/** Wait for late or repeated messages, in milliseconds. */
const LATE_MS = 6_000;

/** Findings of the run itself, without those about the machine and the programs. */
export type Findings = Pick<
  RunResult,
  | "joins"
  | "lists"
  | "listsAfterLoad"
  | "listsAfterLeave"
  | "newcomersRefused"
  | "shouts"
  | "time"
  | "rounds"
  | "account"
  | "page"
  | "processes"
  | "phases"
  | "tcpMiB"
  | "leastAvailableMiB"
>;

/** Prints a line about the progress. */
export type Tell = (line: string) => void;

/** The chat under test. */
export interface Chat {
  readonly users: number;
  /** Of its nodes. */
  readonly ports: readonly number[];
  readonly generators: UserGenerators;
  /** Stops an open page, and returns its answers; `null` when there is none. */
  readonly stopPage: (() => Promise<PageResult>) | null;
}

/** Lets everybody join, shout, ask, write to one another, and leave, one after the other. */
export async function run(chat: Chat, meter: UsageMeter, tell: Tell): Promise<Findings> {
  const { users, generators } = chat;
  const joins = await meter.during("join", () => generators.join());
  tell(`${joins.joined} of ${users} joined in ${joins.seconds.toFixed(1)} s`);
  for (const { text, count } of joins.refusals) tell(`  ${count} refused: ${text}`);
  const lists = await meter.during("lists", () => listUsers(chat));
  meter.takeMemory();
  const tcpMiB = readTcpMiB();
  const shouts = await meter.during("shouts", () => shoutFromEachNode(chat, tell));
  const time = await meter.during("time", () => generators.askForTime());
  tell(`${time.answered} of ${users} got the time within ${time.seconds.toFixed(1)} s`);
  const rounds = await meter.during("direct", () => writeAcrossNodes(chat, tell));
  // Late messages, second copies and notices about lost messages come within that time.
  await pause(LATE_MS);
  const listsAfterLoad = await listUsers(chat);
  const account = await generators.tellAccount();
  const page = (await chat.stopPage?.()) ?? null;
  const { listsAfterLeave, newcomersRefused } = await meter.during("leave", async () => {
    await generators.leave();
    tell("Everybody has left");
    return await visitAll(chat, tell);
  });
  const { phases, leastAvailableMiB } = meter;
  return {
    joins,
    lists,
    shouts,
    time,
    rounds,
    listsAfterLoad,
    account,
    listsAfterLeave,
    newcomersRefused,
    page,
    processes: meter.read(),
    phases,
    tcpMiB,
    leastAvailableMiB,
  };
}

/** Asks on each node, by one of its users, until it counts all others. */
function listUsers({ users, ports, generators }: Chat): Promise<ListResult[]> {
  // One after the other where they are of one generator, which does one thing at a time.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (user: number) => {
    const answer = last.then(() => generators.askForList(user));
    last = answer;
    return answer;
  };
  const sources = ports.map((_, node) => ({ node, ask: () => inTurn(node) }));
  return pollLists(sources, users - 1, DEADLINES.listMs);
}

/** Visits one node after the other, until each has let the newcomer in and lists nobody else. */
async function visitAll({ ports }: Chat, tell: Tell): Promise<Pick<Findings, "listsAfterLeave" | "newcomersRefused">> {
  const leftAt = performance.now();
  const visits: Visit[] = [];
  for (const [node, port] of ports.entries()) {
    visits.push(await visit({ node, port, leftAt, name: `newcomer-${node + 1}`, deadlineMs: DEADLINES.emptyMs }));
  }
  const newcomersRefused = mergeTallies(visits.map(({ refusals }) => refusals));
  for (const { text, count } of newcomersRefused) tell(`  ${count} times a newcomer was refused: ${text}`);
  return { listsAfterLeave: visits.map(({ list }) => list), newcomersRefused };
}

async function shoutFromEachNode({ users, ports, generators }: Chat, tell: Tell): Promise<ShoutResult[]> {
  const count = Math.max(LEAST_SHOUTS, ports.length);
  const shouts: ShoutResult[] = [];
  for (let number = 0; number < count; number++) {
    // From another generator each time as well.
    const near = Math.floor((users * number) / count);
    const shouter = near - (near % ports.length) + (number % ports.length);
    const result = await generators.shout(number, shouter);
    shouts.push(result);
    tell(
      `${result.received} of ${users - 1} received the shout of u${shouter}, the last after ${result.lastMs?.toFixed(0)} ms`,
    );
  }
  return shouts;
}

/** A round for each distance between two nodes, and one within each node. */
async function writeAcrossNodes({ users, ports, generators }: Chat, tell: Tell): Promise<RoundResult[]> {
  const nodes = ports.length;
  const stride = findStride(users, nodes);
  const rounds: RoundResult[] = [];
  for (let offset = 1; offset <= nodes; offset++) {
    const round = await generators.writeDirectly({ number: offset - 1, stride, offset });
    rounds.push(round);
    tell(`${round.received} of ${round.sent} direct messages arrived, ${round.nodesApart} nodes further on`);
  }
  return rounds;
}

/** Has no divisor in common with the nodes, so that the senders are on all of them. */
function findStride(users: number, nodes: number): number {
  let stride = Math.max(1, Math.floor(users / DIRECT_SENDERS));
  while (greatestDivisor(stride, nodes) > 1) stride++;
  return stride;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
