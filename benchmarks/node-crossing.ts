// Measures the cost of being one of several nodes: a direct message on a server that is alone, within a node, and from one node to
// another, beside bare NATS requests between the same processes.
import { parseArgs } from "node:util";
import { createJsonMsg } from "@chat/protocol";
import { NatsServer } from "@chat/testing";
import { connect } from "@nats-io/transport-node";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { inParallel } from "./load/concurrency.ts";
import { readProcessorTime } from "./load/kernel-metrics.ts";
import { LinePeer } from "./load/line-peer.ts";
import { exchange, type Pair, pairUp } from "./load/pairs.ts";
import { ServerProcess } from "./load/server-process.ts";
import { describeLatencies, type Latencies, roundedMedian } from "./load/statistics.ts";
import type { RequestOrder } from "./servers/nats-node.ts";

/** Users on each server. */
const USERS = 200;
const TEXT = "x".repeat(64);

/** Bursts of each user, by the number of messages in flight. */
const BURSTS = { 1: 100, 16: 40 } as const;
type InFlight = keyof typeof BURSTS;

/** Messages of one user, each after the other has arrived: for the latency. */
const PINGS = 2_000;

/** A message within a node may cost this much of what it costs on a server that is alone. */
const MAX_RATIO_WITHIN = 1.05;

/** For one message, or one request and its answer. */
interface Cost {
  readonly nodesUs: number;
  readonly brokerUs: number;
}

const { values: options } = parseArgs({
  options: { check: { type: "boolean", default: false }, rounds: { type: "string", default: "7" } },
});
/** Rounds, all ways by turns. */
const rounds = Number(options.rounds);

endWithin(300);
await using broker = await NatsServer.start();
await using alone = await ServerProcess.start("chat server");
await using here = await ServerProcess.start("node of several", undefined, broker.url);
await using there = await ServerProcess.start("node of several", undefined, broker.url);
await using orders = await connect({ servers: broker.url });
const users = { alone: await join(alone, "a"), here: await join(here, "h"), there: await join(there, "t") };
const ways: Record<string, readonly Pair[]> = {
  "alone on its server": pairUp(users.alone, users.alone),
  "within a node": pairUp(users.here, users.here),
  "from node to node": [...pairUp(users.here, users.there), ...pairUp(users.there, users.here)],
};
for (const pairs of Object.values(ways)) await exchange(pairs, TEXT, 16, 30);
await request(2_000, 200);

const ratios: Record<InFlight, number> = { 1: await compare(1), 16: await compare(16) };
await compareLatencies();
for (const peer of Object.values(users).flat()) peer.vanish();
reportTargets(
  ([1, 16] as const).map((inFlight) => ({
    what: `within a node at most ${MAX_RATIO_WITHIN} × what it costs alone, with ${inFlight} in flight (${ratios[inFlight].toFixed(2)})`,
    isMet: ratios[inFlight] <= MAX_RATIO_WITHIN,
    needsIdleMachine: true,
  })),
  options.check,
);

async function join(server: ServerProcess, prefix: string): Promise<LinePeer[]> {
  const names = Array.from({ length: USERS }, (_, index) => `${prefix}-${index}`);
  return inParallel(names, 32, async (name) => (await LinePeer.join(server, name)).peer);
}

/** Prints the table for a number of messages in flight; returns the cost within a node as a multiple of that on a server alone. */
async function compare(inFlight: InFlight): Promise<number> {
  const results: Record<string, Cost>[] = [];
  while (results.length < rounds) {
    const costs: Record<string, Cost> = {};
    for (const [way, pairs] of Object.entries(ways)) costs[way] = await measureExchange(pairs, inFlight);
    costs["bare request and answer"] = await measureRequests(inFlight);
    results.push(costs);
  }
  const table = Object.keys(results[0] ?? {}).map((way) => [
    way,
    {
      "CPU µs, nodes": roundedMedian(results.map((costs) => costs[way]?.nodesUs ?? Number.NaN)),
      "CPU µs, nats-server": roundedMedian(results.map((costs) => costs[way]?.brokerUs ?? Number.NaN)),
    },
  ]);
  console.log(`${inFlight} of each of ${USERS} users in flight`);
  console.table(Object.fromEntries(table));
  return roundedMedian(
    results.map(
      (costs) => (costs["within a node"]?.nodesUs ?? Number.NaN) / (costs["alone on its server"]?.nodesUs ?? 0),
    ),
  );
}

function measureExchange(pairs: readonly Pair[], inFlight: InFlight): Promise<Cost> {
  const bursts = BURSTS[inFlight];
  return measure(pairs.length * bursts * inFlight, () => exchange(pairs, TEXT, inFlight, bursts));
}

function measureRequests(inFlight: InFlight): Promise<Cost> {
  const count = USERS * BURSTS[inFlight] * inFlight;
  return measure(count, () => request(count, USERS * inFlight));
}

/** Measures the cost of some work for all servers together: one that is not used costs nothing. */
async function measure(times: number, work: () => Promise<unknown>): Promise<Cost> {
  const before = await readUsage();
  await work();
  const after = await readUsage();
  return { nodesUs: (after.nodesUs - before.nodesUs) / times, brokerUs: (after.brokerUs - before.brokerUs) / times };
}

async function readUsage(): Promise<Cost> {
  const nodes = await Promise.all([alone, here, there].map((server) => server.ask("cpuUs")));
  return { nodesUs: nodes.reduce((sum, us) => sum + us, 0), brokerUs: await readProcessorTime(broker.pid) };
}

/** Lets one node ask the other. */
async function request(count: number, inFlight: number): Promise<Latencies> {
  const order: RequestOrder = { to: there.port, count, inFlight, text: TEXT };
  const answer = await orders.request(`order.${here.port}`, JSON.stringify(order), { timeout: 60_000 });
  return answer.json<Latencies>();
}

async function compareLatencies(): Promise<void> {
  const table: Record<string, Latencies> = {};
  for (const [way, [pair]] of Object.entries(ways)) table[way] = describeLatencies(await ping(pair as Pair));
  table["bare request and answer"] = await request(PINGS, 1);
  console.log("Latency of a single message after the other, in ms");
  console.table(table);
}

async function ping([sender, receiver]: Pair): Promise<number[]> {
  const line = `${createJsonMsg(sender.name, "127.0.0.1", receiver.name, TEXT)}\n`;
  const latencies: number[] = [];
  for (let number = 0; number < PINGS; number++) {
    const startedAt = performance.now();
    sender.write(line);
    await receiver.nextLine();
    latencies.push(performance.now() - startedAt);
  }
  return latencies;
}
