import type { Attack, Bounds } from "./attack.ts";
import { type Claim, claimOfClients, claimTime } from "./claim.ts";
import type { HealthyUsersReport } from "./healthy-users.ts";
import type { MemoryMetrics } from "./memory-watch.ts";
import type { AttackFindings } from "./run-attack.ts";

/** Makes the claims about an attack: those for the healthy users, for the server, and the attack's own. */
export function claimsOf(attack: Attack, findings: AttackFindings, seconds: number): Claim[] {
  const { healthyUsers, memory, outcome, log, loggedBytes, isRunning } = findings;
  return [
    { what: "the server goes on", isMet: isRunning },
    ...claimsOfUsers(healthyUsers, attack.bounds),
    ...claimsOfMemory(memory, attack.bounds),
    ...outcome.claims,
    ...(attack.checkLog?.(log, loggedBytes, seconds) ?? []),
  ];
}

/** Counts the messages between healthy users that neither arrived nor were refused. */
export function countLost({ totals, refused }: HealthyUsersReport): number {
  return totals.lost - refused;
}

function claimsOfUsers(healthyUsers: HealthyUsersReport, { p99Ms, maxMs }: Bounds): Claim[] {
  const { totals, messages, answers, cutOff, lastWords, refused, unanswered } = healthyUsers;
  const { sent, outOfOrder, duplicated, tooOld, unknown, corrupted } = totals;
  const late = healthyUsers.lateness.attack;
  const lost = countLost(healthyUsers);
  const claims: Claim[] = [
    claimOfClients(`no healthy user is cut off (${[cutOff, ...lastWords].join("; ")})`, cutOff === 0, late),
    claimOfClients(`no message between healthy users is refused (${refused})`, refused === 0, late),
    { what: `none is lost (${lost} of ${sent})`, isMet: lost === 0 },
    {
      what: `none is out of order or comes twice (${outOfOrder}, ${duplicated + tooOld})`,
      isMet: outOfOrder + duplicated + tooOld === 0,
    },
    { what: `each is one that was sent, unaltered (${unknown + corrupted} are not)`, isMet: unknown + corrupted === 0 },
    { what: `each question for the time is answered (${unanswered} are not)`, isMet: unanswered === 0 },
  ];
  if (p99Ms !== undefined) {
    claims.push(claimTime("p99 of healthy messages", messages.attack.p99Ms, p99Ms, late.p99Ms));
    claims.push(claimTime("p99 of answers to /time", answers.attack.p99Ms, p99Ms, late.p99Ms));
  }
  if (maxMs !== undefined) {
    const largest = Math.max(messages.attack.maxMs, answers.attack.maxMs);
    claims.push(claimTime("the longest that a healthy user waits", largest, maxMs, late.maxMs));
  }
  return claims;
}

function claimsOfMemory(memory: MemoryMetrics, { growthMiB, remainingMiB }: Bounds): Claim[] {
  const { beforeMiB, peakMiB, afterMiB, heapBeforeMiB, heapAfterMiB, isHeapBack } = memory;
  const heap = `${heapBeforeMiB.toFixed(0)} → ${heapAfterMiB.toFixed(0)} MiB`;
  const claims = [{ what: `heap and external memory are back within 10 s (${heap})`, isMet: isHeapBack }];
  const claimGrowth = (what: string, growth: number, most = Number.POSITIVE_INFINITY) =>
    claims.push({ what: `${what} at most ${most} MiB (${growth.toFixed(0)})`, isMet: growth <= most });
  if (growthMiB !== undefined) claimGrowth("the process grows by", peakMiB - beforeMiB, growthMiB);
  if (remainingMiB !== undefined) claimGrowth("of that are left 10 s later", afterMiB - beforeMiB, remainingMiB);
  return claims;
}
