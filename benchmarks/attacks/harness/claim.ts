import type { Lateness } from "./lateness.ts";

/** Verdict on an attack. An unmet claim that the machine explains does not count against the server. */
export const Verdict = { Passed: "passed", Failed: "failed", NotJudged: "not judged" } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** A condition that must hold under an attack. */
export interface Claim {
  readonly what: string;
  readonly isMet: boolean;
  /** True when the attackers' or the healthy users' own process was late enough to be the reason. */
  readonly isExplained?: boolean;
}

/** Time after which a client counts as held up by its own machine, in milliseconds: it did not read at once. */
const HELD_UP_MS = 1_000;

/** Claims that a time keeps its limit. The lateness of the process that measured it explains an excess. */
export function claimTime(what: string, valueMs: number, boundMs: number, latenessMs: number): Claim {
  return {
    what: `${what} at most ${boundMs} ms (${Number.isNaN(valueMs) ? "none came" : formatMs(valueMs)})`,
    isMet: valueMs <= boundMs,
    isExplained: valueMs - latenessMs <= boundMs,
  };
}

/** Claims a count of the clients. It is explained when the clients themselves stood still. */
export function claimOfClients(what: string, isMet: boolean, lateness: Lateness): Claim {
  return { what, isMet, isExplained: lateness.maxMs >= HELD_UP_MS };
}

/** Returns the verdict: an unmet claim that nothing explains fails the attack, an explained one leaves it open. */
export function verdictOf(claims: readonly Claim[]): Verdict {
  const unmet = claims.filter(({ isMet }) => !isMet);
  if (unmet.length === 0) return Verdict.Passed;
  return unmet.every(({ isExplained }) => isExplained) ? Verdict.NotJudged : Verdict.Failed;
}

function formatMs(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ms`;
}
