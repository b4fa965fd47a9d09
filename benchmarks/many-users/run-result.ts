/** Times in milliseconds. */
export interface Spread {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** A text, or a reason, and how often it came. Numbers in it are written as "#". */
export interface Tally {
  readonly text: string;
  readonly count: number;
}

export interface JoinResult {
  readonly joined: number;
  readonly refusals: readonly Tally[];
  readonly seconds: number;
  readonly perSecond: number;
  /** From connecting to the welcome. */
  readonly took: Spread;
}

export interface ShoutResult {
  readonly shouter: number;
  readonly node: number;
  /** Users who received it, the shouter not among them. */
  readonly received: number;
  /** Count of users that the receipt states; `null` without a receipt. */
  readonly receipt: number | null;
  /** From the shouter's write until the first, half and all of them had received it; `null` when nobody had. */
  readonly firstMs: number | null;
  readonly p50Ms: number | null;
  readonly lastMs: number | null;
  readonly receiptMs: number | null;
}

export interface TimeResult {
  readonly answered: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly took: Spread;
}

/** A round of direct messages. */
export interface RoundResult {
  /** Distance from the sender's node to the receiver's: 0 is the same node. */
  readonly nodesApart: number;
  readonly sent: number;
  readonly expected: number;
  readonly received: number;
  readonly took: Spread;
}

/** Answer of one node to `/list`. */
export interface ListResult {
  readonly node: number;
  /** The others that are online; `null` when it gave no answer. */
  readonly count: number | null;
  readonly isPartial: boolean;
  /** Time until this was the answer. */
  readonly afterMs: number;
}

/** Counts of everything else that happened. */
export interface Account {
  /** Users online at the end. */
  readonly online: number;
  /** Connections that ended before the users left. */
  readonly losses: readonly Tally[];
  /** Texts of the server that nobody had asked for. */
  readonly said: readonly Tally[];
  /** Over all shouts: received once more by the same user, and received from somebody else. */
  readonly shoutsAgain: number;
  readonly shoutsWrong: number;
  readonly directAgain: number;
  readonly directWrong: number;
}

/** The answers of the admin port of one node to an open page. */
export interface PageResult {
  readonly asked: number;
  readonly answered: number;
  readonly slowestMs: number;
  readonly largestBytes: number;
}

export const ProcessKind = { Broker: "broker", Node: "node", Generator: "generator" } as const;
export type ProcessKind = (typeof ProcessKind)[keyof typeof ProcessKind];

export interface ProcessUsage {
  readonly kind: ProcessKind;
  readonly name: string;
  /** User and system time, by phase, in seconds. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** Memory in RAM before anybody joined, when all had, and the most there ever was, in MiB. */
  readonly beforeMiB: number;
  readonly joinedMiB: number;
  readonly peakMiB: number;
}

/** All that one run found. */
export interface RunResult {
  readonly date: string;
  readonly machine: string;
  /** The system's load average over the minute before: how many other programs wanted a processor. */
  readonly loadBefore: number;
  readonly command: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly users: number;
  readonly nodes: number;
  readonly generators: number;
  readonly seconds: number;
  readonly joins: JoinResult;
  /** When all had joined, and before they left. */
  readonly lists: readonly ListResult[];
  readonly listsAfterLoad: readonly ListResult[];
  readonly shouts: readonly ShoutResult[];
  readonly time: TimeResult;
  readonly rounds: readonly RoundResult[];
  readonly account: Account;
  /** As somebody sees it who joins that node when all have left. */
  readonly listsAfterLeave: readonly ListResult[];
  /** Refusals of such newcomers before they were let in. */
  readonly newcomersRefused: readonly Tally[];
  /** `null` when no page was open. */
  readonly page: PageResult | null;
  readonly processes: readonly ProcessUsage[];
  /** Length of each phase, in seconds. */
  readonly phases: Readonly<Record<string, number>>;
  /** Memory of the kernel for all TCP connections when all had joined, in MiB, and the least memory that was free. */
  readonly tcpMiB: number;
  readonly leastAvailableMiB: number;
  /** Warnings and errors of the nodes' logs, by event. */
  readonly logged: readonly Tally[];
}
