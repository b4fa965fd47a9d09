import type { StreamTotals } from "@chat/accounting";
import type { CrowdReport, PhaseMetrics } from "../load/crowd.ts";
import type { ServerMetrics } from "../load/server-watch.ts";
import { DEFAULT_LATENCY, DEFAULT_LOG, DEFAULT_MEMORY, type NamedAttack } from "./attack.ts";
import type { Findings } from "./session.ts";
import type { Claim } from "./verdict.ts";

/** The p99 under attack may be so many times that of the quiet time. */
const QUIET_FACTOR = 3;

/** The lateness from which on a client counts as held up by its own machine, in milliseconds: it did not read at once. */
const HELD_UP_MS = 1_000;

/** Makes the claims about a row: those for the healthy users, for the server, and the attack's own. */
export function claimsOf(attack: NamedAttack, findings: Findings): Claim[] {
  const { crowd, outcome, server, isRunning } = findings;
  // What was on its way when the server ended is lost.
  if (attack.endsServer) return [claimRight(crowd.totals), ...outcome.claims];
  return [
    { what: "the server goes on", isMet: isRunning },
    claimOnline(crowd),
    ...claimsOfMessages(crowd),
    claimLatency(attack, crowd),
    claimLog(attack, findings),
    ...claimsOfServer(attack, server),
    ...outcome.claims,
  ];
}

/** Counts the messages between healthy users that neither arrived nor were refused. */
export function countLost({ totals, refused }: CrowdReport): number {
  return totals.lost - refused;
}

function claimOnline({ cutOff, lastWords, phases }: CrowdReport): Claim {
  return {
    what: `no healthy user is cut off (${[cutOff, ...lastWords].join("; ")})`,
    isMet: cutOff === 0,
    isExplained: phases.attack.lateness.maxMs >= HELD_UP_MS,
  };
}

function claimsOfMessages(crowd: CrowdReport): Claim[] {
  const { totals, refused, unanswered } = crowd;
  const lost = countLost(crowd);
  return [
    {
      what: `no message between healthy users is lost or refused (${lost}, ${refused} of ${totals.sent})`,
      isMet: lost + refused === 0,
    },
    claimRight(totals),
    { what: `each question for the time is answered (${unanswered} are not)`, isMet: unanswered === 0 },
  ];
}

function claimRight(totals: StreamTotals): Claim {
  const wrong = countWrong(totals);
  return { what: `none is doubled, out of order or altered (${wrong})`, isMet: wrong === 0 };
}

export function countWrong({ outOfOrder, duplicated, tooOld, unknown, corrupted }: StreamTotals): number {
  return outOfOrder + duplicated + tooOld + unknown + corrupted;
}

/** The longest p99 that a row allows, in milliseconds. */
export function boundOf({ latency = DEFAULT_LATENCY }: NamedAttack, { phases }: CrowdReport): number {
  return Math.max(latency.p99Ms, QUIET_FACTOR * netP99(phases.quiet));
}

/** The p99 without the lateness of the process that measured it. */
export function netP99({ p99Ms, lateness }: PhaseMetrics): number {
  return Math.max(0, p99Ms - lateness.p99Ms);
}

function claimLatency(attack: NamedAttack, crowd: CrowdReport): Claim {
  const { attack: attacked } = crowd.phases;
  const bound = boundOf(attack, crowd);
  const net = netP99(attacked);
  return {
    what: `p99 at most ${bound.toFixed(0)} ms (${net.toFixed(1)}, and ${attacked.lateness.p99Ms.toFixed(1)} of our own lateness)`,
    isMet: net <= bound,
    isExplained: attacked.lateness.p99Ms > bound,
  };
}

/** Some lines at the start of each kind may come at once. */
const FIRST_LOG_BYTES = 64 * 1_024;

function claimLog({ log = DEFAULT_LOG }: NamedAttack, { loggedBytes, attackMs }: Findings): Claim {
  const most = FIRST_LOG_BYTES + (log.bytesPerSecond * attackMs) / 1_000;
  return { what: `the log grows by at most ${toKib(most)} KiB (${toKib(loggedBytes)})`, isMet: loggedBytes <= most };
}

function toKib(bytes: number): string {
  return (bytes / 1_024).toFixed(0);
}

function claimsOfServer({ memory = DEFAULT_MEMORY }: NamedAttack, server: ServerMetrics): Claim[] {
  const grown = server.peakMiB - server.beforeMiB;
  const { heapBeforeMiB, heapAfterMiB, openFilesBefore, openFilesAfter, recoveryMs } = server;
  const back = `heap ${heapBeforeMiB.toFixed(0)} → ${heapAfterMiB.toFixed(0)} MiB, open files ${openFilesBefore} → ${openFilesAfter}`;
  return [
    {
      what: `the process grows by at most ${memory.growthMiB} MiB: ${memory.budget} (${grown.toFixed(0)})`,
      isMet: grown <= memory.growthMiB,
    },
    { what: `all is as before within 10 s (${back})`, isMet: !Number.isNaN(recoveryMs) },
  ];
}
