import { bench } from "./commands/bench-command.ts";
import { breakingPoint } from "./commands/breaking-point-command.ts";
import { report } from "./commands/report-command.ts";
import { selftest } from "./commands/selftest-command.ts";
import { stress } from "./commands/stress-command.ts";
import type { Subcommand } from "./commands/subcommand.ts";

/** Every subcommand, by the word that calls it, in the order in which they are shown. */
export const subcommands: Readonly<Record<string, Subcommand>> = {
  stress,
  "breaking-point": breakingPoint,
  bench,
  selftest,
  report,
};
