import { availableParallelism } from "node:os";
import type { ServerCommand } from "./contender.ts";

/** Servers run on one core, all on the same, and the load on another. */
export const Core = { Server: 0, Load: 1 } as const;

/** Keeps a command on one core. On a machine with a single one nothing can be kept apart. */
export function pin({ file, args }: ServerCommand, core: (typeof Core)[keyof typeof Core]): ServerCommand {
  if (availableParallelism() < 2) return { file, args };
  return { file: "taskset", args: ["--cpu-list", `${core}`, file, ...args] };
}
