import { RecordingClient } from "../chat/client.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { pause } from "./pause.ts";
import type { RoundChat } from "./steady-users.ts";
import { drawPoolName, sayGoodbye, sayHello } from "./traffic.ts";

/** Pause between the beginnings of two races, in milliseconds: with three or so who take part, some 50 claims a second. */
const RACE_PAUSE_MS = [30, 90] as const;

/** Time for which a claimant waits for an answer, in milliseconds. */
const CLAIM_PATIENCE_MS = 3_000;

/** Probability that a claimant leaves before there can be an answer, and the longest time until it does. */
const HASTY = 0.12;
const HASTY_MS = 8;

/** Time for which the winner stays, in milliseconds. */
const STAY_MS = [0, 600] as const;

/** Lets several users claim the same name at the same moment on different nodes, over and over, until the signal is aborted. */
export async function runNameRaces(chat: RoundChat, random: SeededRandom, signal: AbortSignal): Promise<void> {
  const running = new Set<Promise<void>>();
  for (let number = 0; !signal.aborted; number += 1) {
    const race: Promise<void> = runNameRace(chat, random.branch(number), signal).finally(() => running.delete(race));
    running.add(race);
    await pause(random.between(...RACE_PAUSE_MS), signal);
  }
  await Promise.all(running);
}

async function runNameRace(chat: RoundChat, random: SeededRandom, signal: AbortSignal): Promise<void> {
  const { indexes } = chat.cluster;
  const first = random.below(indexes.length);
  const count = 2 + random.below(3);
  const name = random.branch("name");
  const connecting = Array.from({ length: count }, async (_, index) => {
    const address = chat.cluster.addressOf((first + index) % indexes.length);
    return address && (await RecordingClient.connect(chat.pool, address, drawSameName(name, index)));
  });
  const rivals = (await Promise.all(connecting)).filter((rival) => rival !== null);
  await Promise.all(rivals.map((rival, index) => compete(rival, chat, random.branch(index), signal)));
}

/** The first draws the name, the others write it as it is or in capitals. */
function drawSameName(random: SeededRandom, index: number): string {
  const name = drawPoolName(random.branch("same"));
  return index % 2 === 0 ? name : name.toUpperCase();
}

async function compete(
  rival: RecordingClient,
  chat: RoundChat,
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> {
  const patienceMs = random.chance(HASTY) ? random.between(0, HASTY_MS) : CLAIM_PATIENCE_MS;
  if (!(await rival.claim(patienceMs))) return;
  await pause(random.between(...STAY_MS), signal);
  sayHello(rival, chat.steadyUsers.names, random);
  if (random.chance(0.8)) await sayGoodbye(rival);
  else rival.vanish();
}
