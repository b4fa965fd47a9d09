import { EndpointName } from "@chat/protocol";
import type { RecordingClient } from "../chat/client.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { pause } from "./pause.ts";

/** The number of users at each node that stay as long as they can. */
export const STEADY_USERS_PER_NODE = 4;

/** Names that come and go all the time. */
const POOL_NAMES = Array.from({ length: 12 }, (_, index) => `pool-${index}`);

/** Pause of a writer between two things that it does, in milliseconds. */
const WRITER_PAUSE_MS = [60, 260] as const;

/** Messages that are sometimes written at once to one receiver, where it shows when one overtakes another. */
const BURST = 10;

/** Time in which a healthy node closes a connection that has said goodbye, in milliseconds. */
const GOODBYE_MS = 15_000;

export function steadyUserName(node: number, index: number): string {
  return `steady-${node}-${index}`;
}

/** Draws a name that several users want at once, in one of its spellings. */
export function drawPoolName(random: SeededRandom): string {
  const name = random.pick(POOL_NAMES) ?? "pool-0";
  if (random.chance(0.7)) return name;
  return random.chance(0.5) ? name.toUpperCase() : `P${name.slice(1)}`;
}

/** Writes to others, shouts and asks, until the signal is aborted or the connection is gone. */
export async function chat(
  client: RecordingClient,
  steadyUsers: readonly string[],
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && client.isOnline) {
    await pause(random.between(...WRITER_PAUSE_MS), signal);
    if (!signal.aborted) actOnce(client, steadyUsers, random);
  }
}

/** Writes a few messages, as a user who does not stay. */
export function sayHello(client: RecordingClient, steadyUsers: readonly string[], random: SeededRandom): void {
  for (let count = random.below(4); count > 0; count -= 1) client.sendDirect(drawReceiver(steadyUsers, random));
  if (random.chance(0.05)) client.shout();
}

function actOnce(client: RecordingClient, steadyUsers: readonly string[], random: SeededRandom): void {
  const what = random.unit();
  if (what < 0.06) client.shout();
  else if (what < 0.08) client.ask(EndpointName.Time);
  else if (what < 0.1 && !client.isAsking) client.ask(EndpointName.List);
  else {
    const to = drawReceiver(steadyUsers, random);
    for (let count = what > 0.97 ? BURST : 1; count > 0; count -= 1) client.sendDirect(to);
  }
}

function drawReceiver(steadyUsers: readonly string[], random: SeededRandom): string {
  return random.chance(0.8) ? (random.pick(steadyUsers) ?? "nobody") : drawPoolName(random);
}

/** Leaves, and reads to the end. */
export async function sayGoodbye(client: RecordingClient): Promise<void> {
  client.leave();
  const timeout = new AbortController();
  await Promise.race([client.ended, pause(GOODBYE_MS, timeout.signal)]);
  timeout.abort();
  client.vanish();
}
