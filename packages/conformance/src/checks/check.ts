import type { RuleNumber } from "../contract/contract-rules.ts";
import type { Mend } from "./failure.ts";

/** The stages in which a beginner meets the rules, in their order. */
export const STAGES = ["joins", "frames", "speaks", "told-off", "survives", "comes-back"] as const;
export type Stage = (typeof STAGES)[number];

/** The levels of each role, from the first to the last. Each has the demands of those before it. */
export const LEVELS = {
  server: ["server", "complete"],
  client: ["bronze", "silver", "gold"],
} as const;
export type Role = keyof typeof LEVELS;
export type Level = (typeof LEVELS)[Role][number];

/** A check, as its file exports it by the name `check`. It plays a scene with the program that is judged. */
export interface Check<Context> {
  /** The checked behaviour, as a sentence without a full stop: `answers an unknown user`. The program is its subject. */
  readonly title: string;
  /** The rules that it judges. */
  readonly rules: readonly RuleNumber[];
  readonly stage: Stage;
  /** The way to mend it, for every failure that says nothing else. A sentence or two for a student, which name no file of ours. */
  readonly mend?: Mend;
  /** Names of checks: when one of them fails, this one can't be judged. */
  readonly needs?: readonly string[];
  /**
   * The first level that demands this. Rules that are only a SHOULD for the role belong to the last level in any case.
   * @default the first level of the role
   */
  readonly level?: Level;
  /**
   * True when no other check may run at the same time.
   * @default false
   */
  readonly runsAlone?: boolean;
  /**
   * True when it uses the fixed names of the contract's vectors, such as Ada, which one check at a time can have.
   * @default false
   */
  readonly usesContractNames?: boolean;
  /**
   * True when it waits for more than 10 s: it starts before the others.
   * @default false
   */
  readonly isLong?: boolean;
  /**
   * Plays the scene. Everything that it opens through the context is closed when it returns.
   *
   * @throws {Failure} when a rule is broken; Failures when there are several
   * @throws {NotJudged} when nothing can be said
   */
  run(context: Context): Promise<void>;
}

/** A check with its name, which is that of its file. */
export interface NamedCheck<Context> extends Check<Context> {
  readonly name: string;
}
