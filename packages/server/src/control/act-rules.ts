import { checkOptions, integer, type KnownOptions, type OptionRule, show } from "@chat/command-line/known-options";
import { findUsernameProblem } from "@chat/protocol";
import { normalizeNetwork } from "../networks.ts";
import type { Whom } from "./act.ts";
import type { SanctionTarget } from "./sanctions.ts";

/** Options of an act. */
export interface ActOptions {
  /**
   * The operator, for the log.
   * @default "the program"
   */
  readonly by?: string;
}

/** Options of an act whose reason is told to those whom it is for. */
export interface ReasonOptions extends ActOptions {
  /**
   * One line of at most 200 characters.
   * @default none
   */
  readonly reason?: string;
}

/** Options of a ban or a mute. */
export interface SanctionOptions extends ReasonOptions {
  /** Time in milliseconds until it ends by itself: from one second to one year. */
  readonly forMs: number;
}

/** Every option of an act, defaults filled in. */
export type CheckedOptions = Required<ReasonOptions>;

/** The bounds of the time of a ban or a mute, in milliseconds. */
export const SANCTION_MS = { min: 1_000, max: 365 * 86_400_000 } as const;

/** Characters that a line can't have: they could look like the end of the text, or like another one. */
const BREAKS = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** A text of an operator, which stands in one line of a log or of a message. */
function lineOf(minLength: number, maxLength: number): OptionRule {
  return {
    allowed: `one line of ${minLength} to ${maxLength} characters`,
    isAllowed: (value) =>
      typeof value === "string" && value.length >= minLength && value.length <= maxLength && !BREAKS.test(value),
  };
}

const ACT_OPTIONS = { by: lineOf(1, 100) } satisfies KnownOptions<keyof ActOptions>;
const REASON_OPTIONS = { ...ACT_OPTIONS, reason: lineOf(0, 200) } satisfies KnownOptions<keyof ReasonOptions>;
const SANCTION_OPTIONS = {
  ...REASON_OPTIONS,
  forMs: integer(SANCTION_MS.min, SANCTION_MS.max),
} satisfies KnownOptions<keyof SanctionOptions>;

const TEXT = lineOf(1, 2_000);
const ID = lineOf(1, 100);

const DEFAULTS: CheckedOptions = { reason: "", by: "the program" };

export function checkActOptions(options: ActOptions): CheckedOptions {
  return { ...DEFAULTS, ...checkOptions(options, ACT_OPTIONS) };
}

export function checkReasonOptions(options: ReasonOptions): CheckedOptions {
  return { ...DEFAULTS, ...checkOptions(options, REASON_OPTIONS) };
}

export function checkSanctionOptions(options: SanctionOptions): CheckedOptions & SanctionOptions {
  const checked = { ...DEFAULTS, ...checkOptions(options, SANCTION_OPTIONS) };
  if (checked.forMs !== undefined) return checked;
  throw new RangeError(`forMs is missing: it has to be ${SANCTION_OPTIONS.forMs.allowed}.`);
}

export function checkText(text: string): string {
  return check("The text", text, TEXT);
}

/** @throws {RangeError} for a text that can't be anybody's name; the message says why. */
export function checkName(name: string): string {
  const problem = typeof name === "string" ? findUsernameProblem(name) : { text: "A name is a string." };
  if (problem) throw new RangeError(`${show(name)} can't be a name. ${problem.text}`);
  return name;
}

export function checkWhom(whom: Whom): Whom {
  const { name, id } = readOne(whom, "name", "id");
  return id === undefined ? { name: checkName(name as string) } : { id: check("id", id as string, ID) };
}

/** Returns the target; its address is written as `normalizeNetwork` does, so that the same one is the same text. */
export function checkTarget(target: SanctionTarget): SanctionTarget {
  const { name, address } = readOne(target, "name", "address");
  if (address === undefined) return { name: checkName(name as string) };
  const normal = typeof address === "string" ? normalizeNetwork(address) : null;
  if (normal === null) {
    throw new RangeError(
      `address has to be an address or a network such as "10.0.0.7" or "10.0.0.0/8", not ${show(address)}.`,
    );
  }
  return { address: normal };
}

/** Reads an object that has to have one of two keys. */
function readOne<Key extends string>(given: object, ...keys: readonly [Key, Key]): { readonly [K in Key]?: unknown } {
  const any: OptionRule = { allowed: "a string", isAllowed: () => true };
  const read = checkOptions(given as { [K in Key]?: unknown }, Object.fromEntries(keys.map((key) => [key, any])));
  if (Object.keys(read).length !== 1) throw new RangeError(`Give ${keys.join(" or ")}, and not both.`);
  return read;
}

function check(what: string, value: string, { allowed, isAllowed }: OptionRule): string {
  if (!isAllowed(value)) throw new RangeError(`${what} has to be ${allowed}, not ${show(value)}.`);
  return value;
}
