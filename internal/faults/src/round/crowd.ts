import { EndpointName } from "@chat/protocol";
import type { Client } from "../chat/client.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { pause } from "./pause.ts";

/** Users at each node that stay as long as they can. */
export const RESIDENTS_PER_NODE = 4;

/** Names that come and go all the time. */
const POOL_NAMES = Array.from({ length: 12 }, (_, index) => `pool-${index}`);

/** Pause of a writer between two things that it does, in milliseconds. */
const WRITER_PAUSE_MS = [60, 260] as const;

/** Messages that are sometimes written at once to one receiver: what overtakes another shows there. */
const BURST = 10;

export function residentName(node: number, index: number): string {
  return `resident-${node}-${index}`;
}

/** A name that several want at once. The same name is written in several ways. */
export function drawPoolName(random: SeededRandom): string {
  const name = random.pick(POOL_NAMES) ?? "pool-0";
  if (random.chance(0.7)) return name;
  return random.chance(0.5) ? name.toUpperCase() : `P${name.slice(1)}`;
}

/** Writes to others, shouts and asks, until the signal is given or the connection is gone. */
export async function chat(
  client: Client,
  residents: readonly string[],
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && client.isOnline) {
    await pause(random.between(...WRITER_PAUSE_MS), signal);
    if (!signal.aborted) doSomething(client, residents, random);
  }
}

/** A few words of somebody who won't stay. */
export function sayHello(client: Client, residents: readonly string[], random: SeededRandom): void {
  for (let count = random.below(4); count > 0; count -= 1) client.sendDirect(drawReceiver(residents, random));
  if (random.chance(0.05)) client.shout();
}

function doSomething(client: Client, residents: readonly string[], random: SeededRandom): void {
  const what = random.unit();
  if (what < 0.06) client.shout();
  else if (what < 0.08) client.ask(EndpointName.Time);
  else if (what < 0.1 && !client.isAsking) client.ask(EndpointName.List);
  else {
    const to = drawReceiver(residents, random);
    for (let count = what > 0.97 ? BURST : 1; count > 0; count -= 1) client.sendDirect(to);
  }
}

function drawReceiver(residents: readonly string[], random: SeededRandom): string {
  return random.chance(0.8) ? (random.pick(residents) ?? "nobody") : drawPoolName(random);
}
