import type { FoundMistake } from "@chat/protocol/mistakes";
import type { RuleNumber } from "../contract/contract-rules.ts";
import type { RecordedWire } from "../recorded-wire.ts";

/** Languages for which a check can say how a mistake is mended. */
export const LANGUAGES = ["python", "javascript", "java", "c", "go", "rust", "perl"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The way to mend it: one text, or one for each language with `any` for the others. */
export type Mend = string | ({ readonly any: string } & Readonly<Partial<Record<Language, string>>>);

/** The expected or the actual thing: words, or a text or bytes that are compared to the byte. */
export type Seen = { readonly words: string } | string | Uint8Array;

export interface FailureDetails {
  readonly expected: Seen;
  readonly came: Seen;
  readonly mend: Mend;
  /**
   * The rules that are broken.
   * @default all rules of the check
   */
  readonly rules?: readonly RuleNumber[] | undefined;
  /** A known mistake that explains the bytes of the program. */
  readonly mistake?: FoundMistake["mistake"] | undefined;
}

/** The program has broken a rule. */
export class Failure extends Error {
  override readonly name = "Failure";
  details: FailureDetails;
  /** The connections of the scene, with what went over them in both directions. */
  wires: readonly RecordedWire[] = [];

  /** @param details without `mend` that of the check counts */
  constructor({ mend = "", ...details }: Omit<FailureDetails, "mend"> & { readonly mend?: Mend | undefined }) {
    super("The program has broken a rule of the contract.");
    this.details = { ...details, mend };
  }
}

/** Several rules are broken. */
export class Failures extends AggregateError {
  override readonly name = "Failures";
  /** True when the check has played on to its end: the rules that no failure names have passed then. */
  readonly isComplete: boolean;

  constructor(failures: Iterable<Failure>, isComplete: boolean) {
    super(failures);
    this.isComplete = isComplete;
  }
}

/** A check can't say anything. The message is the reason, in words that follow `not judged: `. */
export class NotJudged extends Error {
  override readonly name = "NotJudged";
}

/** Fails when a text differs from what was expected. */
export function assertSame(came: string, expected: string, rules?: readonly RuleNumber[]): void {
  if (came !== expected) throw new Failure({ expected, came, rules });
}

/** Fails when something is not so. `expected` says in words what should be. */
export function assertThat(isSo: boolean, expected: string, came: Seen, rules?: readonly RuleNumber[]): void {
  if (!isSo) throw new Failure({ expected: { words: expected }, came, rules });
}
