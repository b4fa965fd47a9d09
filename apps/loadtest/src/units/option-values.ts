import { optionInfos, trueOrFalse, wholeNumber } from "@chat/command-line";
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

/** A kind of values of options: how they are read, and how people read of them. */
export interface ValueKind<Schema extends z.ZodType<unknown, string | undefined>> {
  readonly schema: Schema;
  /** The value in the help text, such as `<ms>`; `""` for a switch. */
  readonly placeholder: string;
  /** The values that are allowed, in a form that follows "it has to be". */
  readonly allowed: string;
}

/** Returns functions that make the options of a group. Each takes the default as people write it; `optional` has no value then. */
export function optionsIn(group: string) {
  const describe = (
    { placeholder, allowed }: ValueKind<z.ZodType<unknown, string | undefined>>,
    preset: string,
    summary: string,
  ) => {
    return { group, placeholder, allowed, default: preset, summary };
  };
  return {
    option<Schema extends z.ZodType<unknown, string | undefined>>(
      kind: ValueKind<Schema>,
      preset: string,
      summary: string,
      value: unknown = kind.schema.parse(preset),
    ): z.ZodDefault<Schema> {
      const schema = z._default(kind.schema, value as never) as z.ZodDefault<Schema>;
      optionInfos.add(schema, describe(kind, preset, summary));
      return schema;
    },
    optional<Schema extends z.ZodType<unknown, string | undefined>>(
      kind: ValueKind<Schema>,
      preset: string,
      summary: string,
    ): z.ZodOptional<Schema> {
      const schema = z.optional(kind.schema);
      optionInfos.add(schema, describe(kind, preset, summary));
      return schema;
    },
  };
}

export function count(placeholder: string, min: number, max: number) {
  return { schema: wholeNumber(min, max), placeholder, allowed: `a whole number from ${min} to ${max}` };
}

/** A time, in milliseconds. */
export function time(minMs: number, maxMs: number) {
  const range = `from ${writeDuration(minMs)} to ${writeDuration(maxMs)}`;
  const schema = quantity(parseDuration, DURATION_RULE).refine((ms) => ms >= minMs && ms <= maxMs, {
    message: `it has to be ${range}.`,
  });
  return { schema, placeholder: "<time>", allowed: `a time ${range}` };
}

/** A time between two, in milliseconds. */
export function timeRange(example: string) {
  const schema = quantity(parseDurationRange, DURATION_RANGE_RULE);
  return { schema, placeholder: "<time-time>", allowed: `a time, or two such as ${example}` };
}

/** An amount of bytes. */
export function byteSize(min: number, max: number) {
  const schema = quantity(parseByteSize, BYTE_SIZE_RULE).refine((bytes) => bytes >= min && bytes <= max, {
    message: `it has to be from ${min} to ${max} bytes.`,
  });
  return { schema, placeholder: "<size>", allowed: `a size from ${min} to ${max} bytes, such as 512 or 4KiB` };
}

/** A number for each second, more than 0. */
export function rate(maxPerSecond: number, example: string) {
  const schema = quantity(parseRate, RATE_RULE).refine((perSecond) => perSecond > 0 && perSecond <= maxPerSecond, {
    message: `it has to be more than 0 and at most ${maxPerSecond} a second.`,
  });
  return { schema, placeholder: "<rate>", allowed: `a rate such as ${example}` };
}

/** A percentage, as a number from 0 to 1. */
export function percentage() {
  const schema = quantity(parsePercentage, PERCENTAGE_RULE);
  return { schema, placeholder: "<percentage>", allowed: "a percentage from 0% to 100%" };
}

/** One of a list of words. */
export function word<const Word extends string>(placeholder: string, words: readonly Word[]) {
  return { schema: z.enum(words), placeholder, allowed: joinWords(words, "or") };
}

export function text(placeholder: string, allowed: string) {
  return { schema: z.string().regex(/\S/), placeholder, allowed };
}

export function filePath() {
  return text("<file>", "the path of a file");
}

export function toggle() {
  return { schema: trueOrFalse(), placeholder: "", allowed: "true or false" };
}

/** The same values, or the word `infinite` for `Infinity`: people have to write it in full. */
export function orInfinite<Schema extends z.ZodType<number, string>>({
  schema,
  placeholder,
  allowed,
}: ValueKind<Schema>) {
  const infinite = z.literal("infinite").transform(() => Number.POSITIVE_INFINITY);
  return { schema: z.union([infinite, schema]), placeholder, allowed: `${allowed}, or infinite` };
}

/** Joins words as a sentence does: `connect, dm or shout`. */
export function joinWords(words: readonly string[], lastWord: string): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${lastWord} ${words.at(-1)}`;
}

function quantity<Value>(parse: (text: string) => Value | null, rule: string) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: `${rule}.` });
    return z.NEVER;
  });
}
