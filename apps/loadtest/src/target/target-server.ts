/** What a process has used since it began. */
export interface ProcessUsage {
  /** User and system time, in microseconds. */
  readonly cpuUs: number;
  readonly memoryBytes: number;
}

/** The server that a run is aimed at. */
export interface TargetServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Its process, where that is known: what it uses can be read then. */
  readonly pid: number | null;
  /** The command that was started for it, or `null` when it was there already. */
  readonly command: string | null;
  /** Whether it was started by the load tester itself. */
  readonly isOwn: boolean;
  /** What its process has used, its children's share included; `null` where that can't be known. */
  readUsage(): ProcessUsage | null;
}

/** Why a run can't be aimed at a server: the message is for the user. */
export class TargetError extends Error {
  override readonly name = "TargetError";
  readonly code = "TARGET";
  /** Whether what the user asked for is not allowed, or can't be: no server could help. */
  readonly isWrongUsage: boolean;

  constructor(message: string, { isWrongUsage = false } = {}) {
    super(message);
    this.isWrongUsage = isWrongUsage;
  }
}
