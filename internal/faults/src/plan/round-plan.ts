import { type Fault, FaultKind } from "./fault.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Plan of a round, drawn before it begins. */
export interface RoundPlan {
  /** Time for which users chat before the first fault, in milliseconds. */
  readonly quietMs: number;
  readonly faults: readonly Fault[];
}

/** Frequency of each kind, in per cent. */
const WEIGHTS: readonly (readonly [kind: FaultKind, weight: number])[] = [
  [FaultKind.NodeKilled, 25],
  [FaultKind.NodeStopped, 27],
  [FaultKind.BrokerKilled, 14],
  [FaultKind.LinkCut, 17],
  [FaultKind.LinkStalled, 17],
];

/** Probability of a second fault before the first is over. */
const OVERLAP = 0.3;

/** Draws what goes wrong in a round: one fault, or two that overlap, on different nodes. */
export function drawPlan(random: SeededRandom, nodeCount: number): RoundPlan {
  const quietMs = random.between(800, 2_000);
  const first = drawFault(random, nodeCount, 0);
  const faults = [first];
  if (random.chance(OVERLAP)) {
    const beginsMs = random.between(0, first.durationMs);
    let second = drawFault(random, nodeCount, beginsMs);
    while (second.node === first.node) second = drawFault(random, nodeCount, beginsMs);
    faults.push(second);
  }
  return { quietMs, faults };
}

function drawFault(random: SeededRandom, nodeCount: number, beginsMs: number): Fault {
  const kind = drawKind(random);
  const node = kind === FaultKind.BrokerKilled ? null : random.below(nodeCount);
  return { kind, node, beginsMs, durationMs: Math.round(drawDuration(random, kind)) };
}

function drawKind(random: SeededRandom): FaultKind {
  let left = random.unit() * WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of WEIGHTS) {
    if (left < weight) return kind;
    left -= weight;
  }
  return FaultKind.LinkCut;
}

/** Draws a duration in milliseconds, on both sides of the times at which nodes give up themselves and others. */
function drawDuration(random: SeededRandom, kind: FaultKind): number {
  switch (kind) {
    case FaultKind.NodeKilled:
      return random.chance(0.5) ? random.between(200, 2_500) : random.between(10_500, 13_000);
    case FaultKind.NodeStopped:
      return random.chance(0.65) ? random.between(10_100, 14_000) : random.between(200, 10_000);
    case FaultKind.BrokerKilled:
      return random.chance(0.7) ? random.between(100, 3_000) : random.between(3_000, 12_000);
    case FaultKind.LinkCut:
    case FaultKind.LinkStalled:
      return random.chance(0.5) ? random.between(200, 2_500) : random.between(2_500, 15_000);
  }
}
