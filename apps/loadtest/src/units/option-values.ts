import { z } from "zod";
import { DURATION_RANGE_RULE, DURATION_RULE, parseDuration, parseDurationRange, writeDuration } from "./duration.ts";
import { BYTE_SIZE_RULE, PERCENTAGE_RULE, parseByteSize, parsePercentage, parseRate, RATE_RULE } from "./quantity.ts";

/** Headings under which `--help` lists the options. */
export const OptionGroup = {
  Run: "Run",
  Load: "Load",
  Bots: "Bots",
  Ramp: "Ramp",
  Bounds: "Bounds",
  Server: "Server",
  Tester: "Tester",
  Result: "Result",
} as const;

/** Longest time that an option may give, in milliseconds: a day. */
export const MAX_DURATION_MS = 86_400_000;

/** Word for a value without a bound: people have to write it in full. */
const INFINITE = "infinite";

/** The value of an option that is a time, in milliseconds. */
export function duration(minMs: number, maxMs: number) {
  return quantity(parseDuration, DURATION_RULE).refine((ms) => ms >= minMs && ms <= maxMs, {
    message: `it has to be from ${writeDuration(minMs)} to ${writeDuration(maxMs)}.`,
  });
}

/** The value of an option that is an amount of bytes. */
export function byteSize(min: number, max: number) {
  return quantity(parseByteSize, BYTE_SIZE_RULE).refine((bytes) => bytes >= min && bytes <= max, {
    message: `it has to be from ${min} to ${max} bytes.`,
  });
}

/** The value of an option that is a number for each second, more than 0. */
export function rate(maxPerSecond: number) {
  return quantity(parseRate, RATE_RULE).refine((perSecond) => perSecond > 0 && perSecond <= maxPerSecond, {
    message: `it has to be more than 0 and at most ${maxPerSecond} a second.`,
  });
}

/** The value of an option that is a percentage, as a number from 0 to 1. */
export function percentage() {
  return quantity(parsePercentage, PERCENTAGE_RULE);
}

/** The value of an option that is a time between two. */
export function durationRange() {
  return quantity(parseDurationRange, DURATION_RANGE_RULE);
}

/** The same as the schema, or the word `infinite` for `Infinity`. */
export function orInfinite<Schema extends z.ZodType<number, string>>(schema: Schema) {
  return z.union([z.literal(INFINITE).transform(() => Number.POSITIVE_INFINITY), schema]);
}

function quantity<Value>(parse: (text: string) => Value | null, rule: string) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: `${rule}.` });
    return z.NEVER;
  });
}
