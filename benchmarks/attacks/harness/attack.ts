import type { Claim } from "./claim.ts";
import type { LogSummary } from "./log-summary.ts";

/** The server under attack, and who else is there. */
export interface AttackContext {
  readonly port: number;
  readonly serverPid: number;
  /** Duration of an attack that has no end of its own, in seconds. */
  readonly seconds: number;
  /** Healthy users online, who also receive what is shouted. */
  readonly healthyUsers: number;
  /** Says that all is prepared: from here on the figures of the healthy users are those under attack. */
  begin(): Promise<void>;
}

/** The attackers' own account. */
export interface Outcome {
  /** For the reader of the table; nothing is judged by them. */
  readonly facts: readonly string[];
  readonly claims: readonly Claim[];
}

/** Limits that the healthy users and the server have to keep meanwhile. */
export interface Bounds {
  /** Of a direct message between healthy users, and of an answer to `/time`. Not given where an attack is about memory alone. */
  readonly p99Ms?: number;
  /** Of both, the longest. */
  readonly maxMs?: number;
  /** Growth of the server's process at its peak. */
  readonly growthMiB?: number;
  /** Growth of the server's process that is left, at most 10 s after the attackers have gone. */
  readonly remainingMiB?: number;
}

/** One kind of attack: who does what to the server, and what must hold. To add one is one file and one line in the table. */
export interface Attack {
  /** As in the table, and as it is chosen with `--only`. */
  readonly name: string;
  readonly summary: string;
  /** Flags of the server beside its defaults. */
  readonly flags?: readonly string[];
  /** Healthy users in pairs; 300 when it is not said. */
  readonly healthyUsers?: number;
  /** Files that each process must be allowed to have open, when it is more than a few thousand. */
  readonly openFiles?: number;
  readonly bounds: Bounds;
  /** Runs in the attackers' process, which must call `begin`. Its clients are gone soon after it resolves. */
  carryOut(context: AttackContext): Promise<Outcome>;
  /** Runs in another process, after the healthy users have left: for what ends the server. */
  afterwards?(context: AttackContext): Promise<Outcome>;
  /** Runs in the program's own process, with what the server has logged, and by how much the log grew under attack. */
  judgeLog?(log: LogSummary, grownBytes: number, seconds: number): Claim[];
}
