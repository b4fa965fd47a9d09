import type { ChildProcess } from "node:child_process";

export interface ProcessUsage {
  /** User and system time, in microseconds. */
  readonly cpuUs: number;
  readonly memoryBytes: number;
}

/** End of a server's process; both are `null` when it is known to have ended and not how. */
export interface ServerExit {
  readonly exitCode: number | null;
  /** Name of the signal that ended it. */
  readonly signal: string | null;
}

export interface TargetServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Its process, where that is known: what it uses can be read then. */
  readonly pid: number | null;
  /** The command that was started for it, or `null` when it was there already. */
  readonly command: string | null;
  /** Returns the usage of its process, with that of its children; `null` where it can't be known. */
  readUsage(): ProcessUsage | null;
  /** Returns how its process has ended; `null` while it runs, or where that can't be known. */
  readExit(): ServerExit | null;
}

/** Returns how a process that we have started has ended; `null` while it runs. */
export function exitOf(child: Pick<ChildProcess, "exitCode" | "signalCode">): ServerExit | null {
  const { exitCode, signalCode: signal } = child;
  return exitCode === null && signal === null ? null : { exitCode, signal };
}

/** Reports that a run can't be aimed at a server. The message is for the user. */
export class TargetError extends Error {
  override readonly name = "TargetError";
  readonly code = "TARGET";
  /** True when the user's request is not allowed or impossible, whatever the server does. */
  readonly isWrongUsage: boolean;

  constructor(message: string, { isWrongUsage = false } = {}) {
    super(message);
    this.isWrongUsage = isWrongUsage;
  }
}
