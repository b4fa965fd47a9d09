import { findNearest } from "@chat/command-line";
import { z } from "zod";
import { parseDuration } from "../units/duration.ts";
import { parseRate } from "../units/quantity.ts";
import { readThreshold, type Threshold } from "../verdict/threshold.ts";

/** Longest time in a scenario, in milliseconds: a day. */
export const MAX_SCENARIO_MS = 86_400_000;

/** An object that refuses unknown keys. The message has one line for each of them, with the key that was probably meant. */
export function strictObject<const Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).filter((key) => !key.startsWith("$"));
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return "expected an object";
      return (issue.keys as string[]).map((key) => explainUnknownKey(key, known)).join("\n");
    },
  });
}

function explainUnknownKey(key: string, known: readonly string[]): string {
  const nearest = findNearest(key, known);
  return `there is no such key; ${nearest ? `did you mean ${nearest}?` : `there are ${known.join(", ")}`}`;
}

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number) {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** A number that is more than 0, or at least 0. */
export function amount({ canBeZero }: { readonly canBeZero: boolean }) {
  const error = `expected a number ${canBeZero ? "of at least 0" : "of more than 0"}`;
  const number = z.number({ error }).max(1e9, { error: "expected a number of at most 1000000000" });
  return canBeZero ? number.min(0, { error }) : number.gt(0, { error });
}

export function yesOrNo() {
  return z.boolean({ error: "expected true or false" });
}

export function text(maxLength: number) {
  const error = `expected a text of 1 to ${maxLength} characters`;
  return z.string({ error }).min(1, { error }).max(maxLength, { error });
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: `expected one of ${words.join(", ")}` });
}

/** A list with at least one entry. */
export function listOf<Entry extends z.ZodType>(entry: Entry, maxEntries: number) {
  const error = `expected a list of 1 to ${maxEntries} entries`;
  return z.array(entry, { error }).min(1, { error }).max(maxEntries, { error });
}

/** A time as people write it, such as `10s`; its value is in milliseconds. */
export function duration(minMs: number) {
  return z
    .string({ error: DURATION_ERROR })
    .transform((written, context) => {
      const ms = parseDuration(written);
      if (ms !== null && ms >= minMs && ms <= MAX_SCENARIO_MS) return ms;
      context.addIssue({ code: "custom", message: ms === null ? DURATION_ERROR : rangeError(minMs) });
      return z.NEVER;
    })
    .describe('A time with its unit: "500ms", "10s", "2m" or "1h30m".');
}

const DURATION_ERROR = 'expected a time with its unit, such as "500ms", "10s", "2m" or "1h30m"';

function rangeError(minMs: number): string {
  return `expected a time from ${minMs}ms to 24h`;
}

/** A number of messages for each second, such as `5000/s` or `300/min`; its value is per second. */
export function rate() {
  const error = 'expected a rate, such as "5000/s" or "300/min"';
  return z
    .string({ error })
    .transform((written, context) => {
      const perSecond = parseRate(written);
      if (perSecond !== null && perSecond <= 10_000_000) return perSecond;
      context.addIssue({ code: "custom", message: error });
      return z.NEVER;
    })
    .describe('A number for each second or minute: "5000/s", "5k/s" or "300/min".');
}

/** A condition under which the run fails, as `--fail-if` takes it. */
export function condition() {
  return z
    .string({ error: "expected a condition, such as p99>50ms or lost>0" })
    .transform((written, context): Threshold => {
      const reading = readThreshold(written);
      if (reading.kind === "threshold") return reading.threshold;
      context.addIssue({ code: "custom", message: reading.problem });
      return z.NEVER;
    })
    .describe("A condition such as p99>50ms or lost>0, as --fail-if takes it.");
}
