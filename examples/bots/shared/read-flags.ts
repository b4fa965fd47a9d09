import { parseArgs } from "node:util";
import { fail } from "./print.ts";

/**
 * Reads the flags of a program, each of which takes a text. A wrong flag ends the program with exit code 2.
 *
 * @param defaults the flags, and the text of each when it is not given; `name` has to be among them
 */
export function readFlags<Flag extends string>(defaults: Readonly<Record<Flag | "name", string>>) {
  const flags = Object.entries<string>(defaults);
  const options = Object.fromEntries(flags.map(([flag]) => [flag, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ options });
    return { ...defaults, ...values } as Record<Flag | "name", string>;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const usage = flags.map(([flag, value]) => `  --${flag} ${JSON.stringify(value)}`);
    console.error(["The flags and their defaults:", ...usage].join("\n"));
    return fail(defaults.name, error.message, 2);
  }
}
