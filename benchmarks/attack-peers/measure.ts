import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Contender } from "../comparison/contender.ts";
import { RunningServer } from "../comparison/running-server.ts";
import { killAtExit } from "../load/child-process.ts";
import { readMemory } from "../load/kernel-metrics.ts";
import { quantile } from "../load/statistics.ts";
import type { AttackersOrder } from "./attackers-process.ts";
import { HealthyPairs } from "./healthy-pairs.ts";
import type { PeerMetrics } from "./peer-report.ts";
import { WIRES } from "./wire.ts";

const ATTACKERS = new URL("attackers-process.ts", import.meta.url);
const LOOK_EVERY_MS = 100;

/** Durations of an attack, and of the quiet times before it and after it, in milliseconds. */
export interface Durations {
  readonly attackMs: number;
  readonly quietMs: number;
}

/** Starts the server, attacks it, and returns what its healthy users saw. */
export async function measure(contender: Contender, kind: string, durations: Durations): Promise<PeerMetrics> {
  const { protocol, joinsAtOnce = 64 } = contender;
  await using server = await RunningServer.start(contender);
  const { port, pid } = server;
  using pairs = await HealthyPairs.join({ port, wire: WIRES[protocol], joinsAtOnce });
  await pause(durations.quietMs);
  const beforeMiB = readMemory(pid).residentMiB;
  let peakMiB = beforeMiB;
  using _watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, readMemory(pid).residentMiB || 0);
  }, LOOK_EVERY_MS);
  pairs.phase = "attack";
  const failure = await strike({ kind, protocol, port, joinsAtOnce, milliseconds: durations.attackMs });
  pairs.phase = "after";
  await pause(durations.quietMs);
  pairs.stopSending();
  // What is on its way still may arrive.
  await pause(durations.quietMs);
  return {
    delivered: (100 * pairs.arrived) / pairs.sent,
    cutOff: pairs.cutOff,
    quietP99Ms: quantile(pairs.times.quiet, 0.99),
    p99Ms: quantile(pairs.times.attack, 0.99),
    maxMs: quantile(pairs.times.attack, 1),
    grownMiB: peakMiB - beforeMiB,
    failure,
  };
}

/** Lets the attackers attack until they are gone; returns why they could not, or `null`. */
async function strike(order: AttackersOrder): Promise<string | null> {
  const attackers = fork(ATTACKERS, [JSON.stringify(order)]);
  killAtExit(attackers);
  let failure: string | null = null;
  attackers.on("message", (reason) => {
    failure = `${reason}`.slice(0, 100);
  });
  await once(attackers, "exit");
  return failure;
}
