import { greedyShouter } from "./greedy-shouter.ts";
import type { Attack } from "./harness/attack.ts";
import { heldBack } from "./held-back.ts";
import { listStorm } from "./list-storm.ts";
import { sharedShout } from "./shared-shout.ts";
import { shoutBurst } from "./shout-burst.ts";
import { shoutTo15000 } from "./shout-to-15000.ts";
import { slowLines } from "./slow-lines.ts";

/** All attacks, in the order in which they run. To add one is one file and one line. */
export const attacks: readonly Attack[] = [
  sharedShout,
  greedyShouter,
  slowLines,
  listStorm,
  heldBack,
  shoutBurst,
  shoutTo15000,
];

export function findAttack(name: string): Attack {
  const attack = attacks.find((candidate) => candidate.name === name);
  if (attack === undefined) throw new Error(`There is no attack "${name}".`);
  return attack;
}
