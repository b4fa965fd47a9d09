import type { Claim } from "./claim.ts";
import type { Lateness } from "./lateness.ts";
import type { LogSummary } from "./log-summary.ts";

/** The server under attack, and who else is there. */
export interface AttackContext {
  readonly port: number;
  readonly serverPid: number;
  /** Duration of an attack that has no end of its own, in seconds. */
  readonly seconds: number;
  /** Healthy users online, who also receive what is shouted. */
  readonly healthyUsers: number;
  /** Ends the preparations: from here on the healthy users' metrics count as those under attack. */
  begin(): Promise<void>;
}

/** The attackers' own account. */
export interface Outcome {
  /** Notes for the reader of the table; they take no part in the verdict. */
  readonly notes: readonly string[];
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

/** One kind of attack: what it does to the server, and what must hold. A new one takes one file and one line in the table. */
export interface Attack {
  /** Its name in the table and for `--only`. */
  readonly name: string;
  readonly summary: string;
  /** Flags of the server beside its defaults. */
  readonly flags?: readonly string[];
  /** Healthy users in pairs. @default 300 */
  readonly healthyUsers?: number;
  /** Files that each process must be allowed to have open, when it is more than a few thousand. */
  readonly openFiles?: number;
  readonly bounds: Bounds;
  /** Runs in the attackers' process, which must call `begin`. Its clients are gone soon after it resolves. */
  carryOut(context: AttackContext): Promise<Outcome>;
  /** Runs in another process, after the healthy users have left: for what ends the server. */
  afterwards?(context: AttackContext): Promise<Outcome>;
  /** Runs in the program's own process, with the summary of the server's log and its growth under attack. */
  checkLog?(log: LogSummary, grownBytes: number, seconds: number): Claim[];
}

/** The part of an attack that its process runs. */
type Stage = "carryOut" | "afterwards";

/** Order to the process of the attackers. */
export interface AttackOrder {
  readonly name: string;
  readonly stage: Stage;
  readonly port: number;
  readonly serverPid: number;
  readonly seconds: number;
  readonly healthyUsers: number;
}

/** Answer of the process of the attackers. */
export type AttackAnswer =
  | { readonly prepared: true }
  | { readonly outcome: Outcome; readonly lateness: Lateness }
  | { readonly failure: string };
