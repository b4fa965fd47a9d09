import { bench } from "./bench-command.ts";
import { breakingPoint } from "./breaking-point-command.ts";
import { report } from "./report-command.ts";
import { selftest } from "./selftest-command.ts";
import { stress } from "./stress-command.ts";
import type { Subcommand } from "./subcommand.ts";

/** Every subcommand, by the word that calls it, in the order in which they are shown. */
export const subcommands: Readonly<Record<string, Subcommand>> = {
  stress,
  "breaking-point": breakingPoint,
  bench,
  selftest,
  report,
};
