import { Client, type NodeAddress } from "../chat/client.ts";
import type { ClientPool } from "../chat/client-pool.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { drawPoolName, sayHello } from "./crowd.ts";
import { pause } from "./pause.ts";

/** Pause between the beginnings of two contests, in milliseconds: with three or so who take part, some 50 claims a second. */
const CONTEST_PAUSE_MS = [30, 90] as const;

/** Time for which a claimant waits for an answer, in milliseconds. */
const CLAIM_PATIENCE_MS = 3_000;

/** Probability that a claimant leaves before there can be an answer, and the longest time until it does. */
const HASTY = 0.12;
const HASTY_MS = 8;

/** Time for which the winner stays, in milliseconds. */
const STAY_MS = [0, 600] as const;

/** Time in which a healthy node closes a connection that has said goodbye, in milliseconds. */
const GOODBYE_MS = 15_000;

/** The part of the chat that name races use. */
export interface Arena {
  readonly pool: ClientPool;
  readonly residents: readonly string[];
  /** Returns the address of a node, or `null` while it doesn't listen. */
  addressOf(node: number): NodeAddress | null;
  readonly nodeCount: number;
}

/** Lets several want the same name at the same moment on different nodes, over and over, until the signal is given. */
export async function holdContests(arena: Arena, random: SeededRandom, signal: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for (let number = 0; !signal.aborted; number += 1) {
    const contest: Promise<void> = holdContest(arena, random.branch(number), signal).finally(() =>
      underWay.delete(contest),
    );
    underWay.add(contest);
    await pause(random.between(...CONTEST_PAUSE_MS), signal);
  }
  await Promise.all(underWay);
}

async function holdContest(arena: Arena, random: SeededRandom, signal: AbortSignal): Promise<void> {
  const first = random.below(arena.nodeCount);
  const count = 2 + random.below(3);
  const name = random.branch("name");
  const connecting = Array.from({ length: count }, async (_, index) => {
    const address = arena.addressOf((first + index) % arena.nodeCount);
    return address && (await Client.connect(arena.pool, address, drawSameName(name, index)));
  });
  const rivals = (await Promise.all(connecting)).filter((rival) => rival !== null);
  await Promise.all(rivals.map((rival, index) => compete(rival, arena, random.branch(index), signal)));
}

/** The first draws the name, the others write it as it is or in capitals. */
function drawSameName(random: SeededRandom, index: number): string {
  const name = drawPoolName(random.branch("same"));
  return index % 2 === 0 ? name : name.toUpperCase();
}

async function compete(rival: Client, arena: Arena, random: SeededRandom, signal: AbortSignal): Promise<void> {
  const patienceMs = random.chance(HASTY) ? random.between(0, HASTY_MS) : CLAIM_PATIENCE_MS;
  if (!(await rival.claim(patienceMs))) return;
  await pause(random.between(...STAY_MS), signal);
  sayHello(rival, arena.residents, random);
  if (random.chance(0.8)) await sayGoodbye(rival);
  else rival.vanish();
}

/** Leaves, and reads what still comes. */
export async function sayGoodbye(client: Client): Promise<void> {
  client.leave();
  const timeout = new AbortController();
  await Promise.race([client.ended, pause(GOODBYE_MS, timeout.signal)]);
  timeout.abort();
  client.vanish();
}
