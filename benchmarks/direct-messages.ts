// Processor time of the server for a direct message, with one and with 16 of each sender in flight.
import { createJsonMsg } from "@chat/protocol";
import { endWithin } from "./load/benchmark.ts";
import { inParallel } from "./load/concurrency.ts";
import { LinePeer } from "./load/line-peer.ts";
import { SERVER_NAMES, type ServerName, ServerProcess } from "./load/server-process.ts";
import { type Timing, time } from "./load/timing.ts";

const USERS = 1_000;
const TEXT = "x".repeat(64);

/** Bursts of each user, by the number of messages in flight: about as much work in each. */
const BURSTS = { 1: 100, 16: 30 };
type InFlight = keyof typeof BURSTS;

endWithin(120);
const rows: Record<string, Record<string, number>> = {};
for (const name of SERVER_NAMES) Object.assign(rows, await measure(name));
console.table(rows);

async function measure(name: ServerName): Promise<typeof rows> {
  await using server = await ServerProcess.start(name);
  const names = Array.from({ length: USERS }, (_, index) => `user-${index}`);
  const peers = await inParallel(names, 256, async (userName) => (await LinePeer.join(server, userName)).peer);
  await exchange(peers, 16, 10);
  const rows = {
    [`${name}, 1 in flight`]: toRow(await timeExchange(server, peers, 1)),
    [`${name}, 16 in flight`]: toRow(await timeExchange(server, peers, 16)),
  };
  for (const peer of peers) peer.vanish();
  return rows;
}

function timeExchange(server: ServerProcess, peers: readonly LinePeer[], inFlight: InFlight): Promise<Timing<unknown>> {
  const bursts = BURSTS[inFlight];
  return time(server, USERS * bursts * inFlight, () => exchange(peers, inFlight, bursts));
}

/** Each user writes to the next one, and goes on once that one has it all. */
async function exchange(peers: readonly LinePeer[], inFlight: number, bursts: number): Promise<void> {
  await inParallel(peers, peers.length, async (sender, index) => {
    const receiver = peers[(index + 1) % peers.length] as LinePeer;
    const burst = `${createJsonMsg(sender.name, "127.0.0.1", receiver.name, TEXT)}\n`.repeat(inFlight);
    for (let number = 0; number < bursts; number++) {
      sender.write(burst);
      for (let waiting = inFlight; waiting > 0; waiting--) await receiver.nextLine();
    }
  });
}

/** Messages a second are not told: the load, which has the harder work here, is what limits them. */
function toRow({ cpuUs }: Timing<unknown>): Record<string, number> {
  return { "CPU µs/message": Math.round(cpuUs * 10) / 10 };
}
