// Measures the processor time of a direct message whose receiver is on the same thread, and of one on another.
import { createJsonMsg, decodeJsonMsg } from "@chat/protocol";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { LinePeer } from "./load/line-peer.ts";
import { exchange, type Pair, pairUp } from "./load/pairs.ts";
import { ServerProcess } from "./load/server-process.ts";
import { roundedMedian } from "./load/statistics.ts";
import { time } from "./load/timing.ts";

/** Users on each of the two threads. */
const USERS_ON_EACH = 200;
const TEXT = "x".repeat(64);

/** Bursts of each user, by the number of messages in flight: about as much work in each. */
const BURSTS = { 1: 150, 16: 60 };
type InFlight = keyof typeof BURSTS;

/** Rounds, within and across by turns: the median of the differences is what the crossing costs. */
const ROUNDS = 5;
const MAX_CROSSING_US = 1;

endWithin(180);
await using server = await ServerProcess.start("two threads");
const [here, there] = await joinBoth();
const within = [...pairUp(here, here), ...pairUp(there, there)];
const across = [...pairUp(here, there), ...pairUp(there, here)];
for (const pairs of [within, across]) await exchange(pairs, TEXT, 16, 60);
const crossings = { 1: await measure(1), 16: await measure(16) };
console.table({ "1 in flight": crossings[1], "16 in flight": crossings[16] });
for (const peer of [...here, ...there]) peer.vanish();
const crossingUs = crossings[16]["more µs across"] ?? Number.NaN;
const what = `a message that crosses costs at most ${MAX_CROSSING_US} µs more in bursts of 16`;
reportTargets(
  [{ what, isMet: crossingUs <= MAX_CROSSING_US, needsIdleMachine: true }],
  process.argv.includes("--check"),
);

/** Joins users until both threads have enough; where one lands is the system's choice. */
async function joinBoth(): Promise<[LinePeer[], LinePeer[]]> {
  const byThread = new Map<string, LinePeer[]>();
  for (let index = 0; [...byThread.values()].filter(({ length }) => length === USERS_ON_EACH).length < 2; index++) {
    const { peer } = await LinePeer.join(server, `user-${index}`);
    peer.write(`${createJsonMsg(peer.name, "127.0.0.1", "/thread", "")}\n`);
    const thread = decodeJsonMsg(Buffer.from(await peer.nextLine(), "latin1"))?.msg ?? "";
    const users = byThread.get(thread) ?? [];
    if (users.length < USERS_ON_EACH) byThread.set(thread, [...users, peer]);
    else peer.vanish();
  }
  return [...byThread.values()] as [LinePeer[], LinePeer[]];
}

async function measure(inFlight: InFlight): Promise<Record<string, number>> {
  const rounds: { within: number; across: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ within: await timeExchange(within, inFlight), across: await timeExchange(across, inFlight) });
  }
  return {
    "CPU µs within": roundedMedian(rounds.map((round) => round.within)),
    "CPU µs across": roundedMedian(rounds.map((round) => round.across)),
    "more µs across": roundedMedian(rounds.map((round) => round.across - round.within)),
  };
}

async function timeExchange(pairs: readonly Pair[], inFlight: InFlight): Promise<number> {
  const bursts = BURSTS[inFlight];
  const { cpuUs } = await time(server, pairs.length * bursts * inFlight, () => exchange(pairs, TEXT, inFlight, bursts));
  return cpuUs;
}
