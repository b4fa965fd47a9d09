import type { Room } from "./room.ts";

/** Reason for a bound that most attacks share: attackers, crowd and server have two processors together. */
const SHARED_MACHINE = "attackers, healthy users and server share the processors of one machine";

/** The longest p99 that an attack may allow itself, unless its finding names another one, in milliseconds. */
export const LARGEST_BOUND_MS = 250;

/** A bound for the p99 of what healthy users wait for. */
export interface LatencyBound {
  readonly p99Ms: number;
  readonly because: string;
  /** True when the finding that the attack comes from names it: then it may be larger than {@link LARGEST_BOUND_MS}. */
  readonly isNamed?: boolean;
}

/** A bound for the growth of the server's process at its peak. */
export interface MemoryBound {
  readonly growthMiB: number;
  /** The budget of the server that allows it. */
  readonly budget: string;
}

/** One kind of attack. A new one is a new file in `attacks/`, which exports it as `attack`; its name is that of the file. */
export interface Attack {
  /** The act of the attackers, in one sentence. */
  readonly summary: string;
  /** The rule of the contract or the limit of the server that it aims at. */
  readonly aim: string;
  /** Flags of the server beside its defaults. */
  readonly flags?: readonly string[];
  /** @default within(50) */
  readonly latency?: LatencyBound;
  /** @default 96 MiB: what the runtime takes for some thousand connections */
  readonly memory?: MemoryBound;
  /** Healthy users in pairs. @default 300 */
  readonly healthyUsers?: number;
  /** Bytes of log that it may cause in a second, from its begin to its end. @default 16 KiB */
  readonly log?: { readonly bytesPerSecond: number };
  /** Other kinds of server on which it takes another path than over one loop, so that the short run repeats it there. */
  readonly alsoOver?: readonly ("threads" | "nodes")[];
  /** The only kind of server that it is about. */
  readonly onlyOver?: "nodes";
  /** True when the attack ends the server on purpose. */
  readonly endsServer?: boolean;
  /** Runs in the attackers' process. Its clients are gone soon after it resolves. */
  carryOut(room: Room): Promise<void>;
}

/** An attack with the name of its file. */
export interface NamedAttack extends Attack {
  readonly name: string;
}

/** Bounds the p99 of healthy users, in milliseconds. */
export function within(p99Ms: number, because = SHARED_MACHINE): LatencyBound {
  return { p99Ms, because };
}

/** Bounds it by what the finding names. */
export function asFound(p99Ms: number, because: string): LatencyBound {
  return { p99Ms, because, isNamed: true };
}

export const DEFAULT_LOG = { bytesPerSecond: 16 * 1_024 };
export const DEFAULT_LATENCY = within(50);
export const DEFAULT_MEMORY: MemoryBound = {
  growthMiB: 96,
  budget: "what the runtime takes for thousands of connections",
};
