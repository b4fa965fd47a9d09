import { optionInfos, trueOrFalse, wholeNumber } from "@chat/command-line";
import { z } from "zod";

/** A switch, which is off by default. */
export function flag(group: string, summary: string) {
  const schema = trueOrFalse().default(false);
  return schema.register(optionInfos, { group, placeholder: "", default: "false", allowed: "true or false", summary });
}

/** One of some words, the first by default. */
export function choice<const Words extends readonly [string, ...string[]]>(
  group: string,
  words: Words,
  summary: string,
) {
  const info = { group, placeholder: "<word>", default: words[0], allowed: words.join(", "), summary };
  return z.enum(words).default(words[0]).register(optionInfos, info);
}

/** A text that can be left out. */
export function text(group: string, placeholder: string, allowed: string, summary: string) {
  return z.string().optional().register(optionInfos, { group, placeholder, default: "none", allowed, summary });
}

/** The path of a file, which can be left out. */
export function file(group: string, summary: string) {
  return text(group, "<file>", "a file", summary);
}

/** A whole number in a range. */
export function number(group: string, placeholder: string, min: number, max: number, preset: number, summary: string) {
  const allowed = `a whole number from ${min} to ${max}`;
  const info = { group, placeholder, default: String(preset), allowed, summary };
  return wholeNumber(min, max).default(preset).register(optionInfos, info);
}
