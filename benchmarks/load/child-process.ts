import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** However this program ends, none of these stays behind. */
const guarded = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of guarded) child.kill("SIGKILL");
});

/** Kills the child when this program ends before the child does. */
export function killAtExit(child: ChildProcess): void {
  guarded.add(child);
  child.once("exit", () => guarded.delete(child));
}

export function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

/** Sends a signal to the child and waits until it is gone; kills it when it goes on for longer than `graceMs`. */
export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill(signal);
  const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(kill);
}
