import type { PhaseMetrics } from "../load/crowd.ts";
import type { NamedAttack } from "./attack.ts";
import type { Findings } from "./session.ts";

/** The p99 under attack may be so many times that of the quiet time. */
const QUIET_FACTOR = 3;

/** The numbers of a row: it is judged by them, and they are kept. Times in milliseconds, memory in MiB. */
export type Metrics = ReturnType<typeof toMetrics>;

export function toMetrics({ latency }: NamedAttack, { crowd, server, loggedBytes, attackMs }: Findings) {
  const { totals, refused, unanswered, cutOff } = crowd;
  const { quiet, attack } = crowd.phases;
  return {
    sent: totals.sent,
    /** Messages between healthy users that neither arrived nor were refused. */
    lost: totals.lost - refused,
    refused,
    /** Those that came twice, out of order or altered. */
    wrong: totals.outOfOrder + totals.duplicated + totals.tooOld + totals.unknown + totals.corrupted,
    /** Questions of healthy users for the time. */
    unanswered,
    cutOff,
    quietP50Ms: quiet.p50Ms,
    quietP99Ms: netP99(quiet),
    quietMaxMs: quiet.maxMs,
    p50Ms: attack.p50Ms,
    p99Ms: netP99(attack),
    maxMs: attack.maxMs,
    latenessP99Ms: attack.lateness.p99Ms,
    latenessMaxMs: attack.lateness.maxMs,
    /** The longest p99 that the row allows. */
    boundMs: Math.max(latency.p99Ms, QUIET_FACTOR * netP99(quiet)),
    ...server,
    loggedBytes,
    attackMs,
  };
}

/** The p99 without the lateness of the process that measured it. */
function netP99({ p99Ms, lateness }: PhaseMetrics): number {
  return Math.max(0, p99Ms - lateness.p99Ms);
}
