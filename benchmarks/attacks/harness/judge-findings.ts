import type { Attack } from "./attack.ts";
import { type Claim, claimOfClients, claimTime } from "./claim.ts";
import type { CrowdReport } from "./healthy-crowd.ts";
import type { AttackFindings } from "./run-attack.ts";

/** Everything that must hold under an attack: for the healthy users, for the server, and what the attack itself wants. */
export function claimsOf(attack: Attack, findings: AttackFindings, seconds: number): Claim[] {
  const { server, logBytes, outcome } = findings;
  return [
    ...claimsOfCrowd(attack, findings.crowd),
    ...claimsOfMemory(attack, findings),
    ...outcome.claims,
    ...(attack.judgeLog?.(Object.assign(Object.create(server.log), { bytes: logBytes }), seconds) ?? []),
  ];
}

function claimsOfCrowd({ bounds: { p99Ms, maxMs } }: Attack, crowd: CrowdReport): Claim[] {
  const { messages, answers, lateness } = crowd;
  const late = lateness.attack;
  const lost = crowd.sent - crowd.received - crowd.refused - crowd.duplicates * 0;
  const claims = [
    claimTime("p99 of healthy messages", messages.attack.p99Ms, p99Ms, late.p99Ms),
    claimTime("p99 of answers to /time", answers.attack.p99Ms, p99Ms, late.p99Ms),
    claimOfClients(`no healthy user is cut off (${crowd.cutOff})${listWords(crowd)}`, crowd.cutOff === 0, late),
    claimOfClients(`no message between healthy users is refused (${crowd.refused})`, crowd.refused === 0, late),
    { what: `none is lost (${lost} of ${crowd.sent})`, isMet: lost <= 0 },
    {
      what: `none is out of order or twice (${crowd.gaps}, ${crowd.duplicates})`,
      isMet: crowd.gaps + crowd.duplicates === 0,
    },
    { what: `each question for the time is answered (${crowd.unanswered} are not)`, isMet: crowd.unanswered === 0 },
  ];
  if (maxMs !== undefined) {
    const largest = Math.max(messages.attack.maxMs, answers.attack.maxMs);
    claims.push(claimTime("healthy users wait", largest, maxMs, late.maxMs));
  }
  return claims;
}

function listWords({ lastWords, cutOff }: CrowdReport): string {
  return cutOff === 0 ? "" : `: ${lastWords.join(" | ")}`;
}

function claimsOfMemory({ bounds: { growthMiB, remainingMiB } }: Attack, { memory }: AttackFindings): Claim[] {
  const { beforeMiB, peakMiB, afterMiB, heapBeforeMiB, heapAfterMiB, isHeapBack } = memory;
  const claims: Claim[] = [
    {
      what: `heap and external memory are back within 10 s (${heapBeforeMiB.toFixed(0)} → ${heapAfterMiB.toFixed(0)} MiB)`,
      isMet: isHeapBack,
    },
  ];
  if (growthMiB !== undefined) {
    const growth = peakMiB - beforeMiB;
    claims.push({
      what: `the process grows by at most ${growthMiB} MiB (${growth.toFixed(0)})`,
      isMet: growth <= growthMiB,
    });
  }
  if (remainingMiB !== undefined) {
    const growth = afterMiB - beforeMiB;
    claims.push({
      what: `10 s later at most ${remainingMiB} MiB of it are left (${growth.toFixed(0)})`,
      isMet: growth <= remainingMiB,
    });
  }
  return claims;
}
