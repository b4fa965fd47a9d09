import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import type { StartCommand } from "./contender.ts";

/** Describes the machine in a few words. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? "an unknown processor";
  const memory = `${Math.round(totalmem() / 1_024 ** 3)} GiB`;
  return `${processors.length} cores of ${model}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}`;
}

/** Cores of the servers, which all run on the same, and of the load. */
export const Core = { Server: 0, Load: 1 } as const;

/** Pins a command to a core. On a machine with a single one it changes nothing. */
export function pin({ file, args }: StartCommand, core: (typeof Core)[keyof typeof Core]): StartCommand {
  if (availableParallelism() < 2) return { file, args };
  return { file: "taskset", args: ["--cpu-list", `${core}`, file, ...args] };
}
