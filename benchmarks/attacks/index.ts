import { combiningMarks } from "./combining-marks.ts";
import { computingEndpoint } from "./computing-endpoint.ts";
import { foreignProtocols } from "./foreign-protocols.ts";
import { frozenReaders } from "./frozen-readers.ts";
import { greedyShouter, slowLines } from "./greedy-shouters.ts";
import type { Attack } from "./harness/attack.ts";
import { heldBack } from "./held-back.ts";
import { inspectorSignal } from "./inspector-signal.ts";
import { sharedShout, shoutTo15000 } from "./large-shouts.ts";
import { listStorm } from "./list-storm.ts";
import { lookAlikes } from "./look-alikes.ts";
import { memoryReturns } from "./memory-returns.ts";
import { refusalLog } from "./refusal-log.ts";
import { shoutBurst } from "./shout-burst.ts";
import { silentCrowd } from "./silent-crowd.ts";

/** All attacks, in the order in which they run. A new one takes one file and one line here. */
export const attacks: readonly Attack[] = [
  combiningMarks,
  sharedShout,
  greedyShouter,
  slowLines,
  listStorm,
  computingEndpoint,
  foreignProtocols,
  silentCrowd,
  refusalLog,
  lookAlikes,
  frozenReaders,
  heldBack,
  inspectorSignal,
  shoutBurst,
  shoutTo15000,
  memoryReturns,
];

export function findAttack(name: string): Attack {
  const attack = attacks.find((candidate) => candidate.name === name);
  if (attack === undefined) throw new Error(`There is no attack "${name}".`);
  return attack;
}
