/** Verdict on a row. What the crowd's own lateness explains is not judged, and no pass. */
export const Verdict = { Passed: "passed", Failed: "failed", NotJudged: "not judged" } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** A condition that must hold under an attack. */
export interface Claim {
  readonly what: string;
  readonly isMet: boolean;
  /** True when the healthy users' own process was late enough to be the reason. */
  readonly isExplained?: boolean;
}

/** Returns the verdict: an unmet claim that nothing explains fails the row, an explained one leaves it open. */
export function verdictOf(claims: readonly Claim[]): Verdict {
  const unmet = claims.filter(({ isMet }) => !isMet);
  if (unmet.length === 0) return Verdict.Passed;
  return unmet.every(({ isExplained }) => isExplained) ? Verdict.NotJudged : Verdict.Failed;
}
