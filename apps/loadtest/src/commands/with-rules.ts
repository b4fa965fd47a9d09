import type { OptionsSchema } from "@chat/command-line";
import type { z } from "zod";

/** A rule about several options: its message is shown when it is not kept. */
interface Rule<Options> {
  readonly message: string;
  isKept(options: Options): boolean;
}

/** Adds rules about several options to their schema. */
export function withRules<Schema extends OptionsSchema>(
  schema: Schema,
  rules: readonly Rule<z.output<Schema>>[],
): Schema {
  return rules.reduce((ruled, { isKept, message }) => ruled.refine(isKept, { message }), schema);
}
