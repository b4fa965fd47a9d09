import { combiningMarks } from "./combining-marks.ts";
import { computingEndpoint } from "./computing-endpoint.ts";
import { foreignProtocols } from "./foreign-protocols.ts";
import { frozenReaders } from "./frozen-readers.ts";
import { greedyShouter } from "./greedy-shouter.ts";
import type { Attack } from "./harness/attack.ts";
import { heldBack } from "./held-back.ts";
import { inspectorSignal } from "./inspector-signal.ts";
import { listStorm } from "./list-storm.ts";
import { lookAlikes } from "./look-alikes.ts";
import { memoryReturns } from "./memory-returns.ts";
import { refusalLog } from "./refusal-log.ts";
import { sharedShout } from "./shared-shout.ts";
import { shoutBurst } from "./shout-burst.ts";
import { shoutTo15000 } from "./shout-to-15000.ts";
import { silentCrowd } from "./silent-crowd.ts";
import { slowLines } from "./slow-lines.ts";

/** All attacks, in the order in which they run. To add one is one file and one line. */
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
