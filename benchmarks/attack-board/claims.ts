import { toWhole } from "../load/format.ts";
import type { NamedAttack } from "./attack.ts";
import { toMetrics } from "./metrics.ts";
import type { Findings } from "./session.ts";
import type { Claim } from "./verdict.ts";

/** The lateness from which on a client counts as held up by its own machine, in milliseconds: it did not read at once. */
const HELD_UP_MS = 1_000;
/** Some lines of the log at the start of each kind may come at once. */
const FIRST_LOG_BYTES = 64 * 1_024;

/** Makes the claims about a row: those for the healthy users, for the server, and the attack's own. */
export function claimsOf(attack: NamedAttack, findings: Findings): Claim[] {
  const { claims, crowd, isRunning } = findings;
  const metrics = toMetrics(attack, findings);
  const { lost, refused, sent, wrong, unanswered, cutOff, p99Ms, boundMs, latenessP99Ms, latenessMaxMs } = metrics;
  const isRight = claim(`none is doubled, out of order or altered (${wrong})`, wrong === 0);
  // What was on its way when the server ended is lost.
  if (attack.endsServer) return [isRight, ...claims];
  const { log, memory } = attack;
  const cut = [cutOff, ...crowd.lastWords].join("; ");
  const late = `${p99Ms.toFixed(1)}, and ${latenessP99Ms.toFixed(1)} of our own lateness`;
  const mostKiB = (FIRST_LOG_BYTES + (log.bytesPerSecond * metrics.attackMs) / 1_000) / 1_024;
  const loggedKiB = metrics.loggedBytes / 1_024;
  const missing = `lost (${lost}) or refused (${refused} of ${sent})`;
  const growth = `${memory.growthMiB} MiB: ${memory.budget}`;
  const grownMiB = metrics.peakMiB - metrics.beforeMiB;
  const heap = `heap ${toWhole(metrics.heapBeforeMiB)} → ${toWhole(metrics.heapAfterMiB)} MiB`;
  const files = `open files ${metrics.openFilesBefore} → ${metrics.openFilesAfter}`;
  return [
    claim("the server goes on", isRunning),
    claim(`no healthy user is cut off (${cut})`, cutOff === 0, latenessMaxMs >= HELD_UP_MS),
    claim(`no message between healthy users is ${missing}`, lost + refused === 0),
    isRight,
    claim(`each question for the time is answered (${unanswered} are not)`, unanswered === 0),
    claim(`p99 at most ${toWhole(boundMs)} ms (${late})`, p99Ms <= boundMs, latenessP99Ms > boundMs),
    claim(`the log grows by at most ${toWhole(mostKiB)} KiB (${toWhole(loggedKiB)})`, loggedKiB <= mostKiB),
    claim(`it grows by at most ${growth} (${toWhole(grownMiB)})`, grownMiB <= memory.growthMiB),
    claim(`all is as before within 10 s (${heap}, ${files})`, !Number.isNaN(metrics.recoveryMs)),
    ...claims,
  ];
}

function claim(what: string, isMet: boolean, isExplained = false): Claim {
  return { what, isMet, isExplained };
}
