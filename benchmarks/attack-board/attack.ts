import type { Room } from "./room.ts";

/** The longest p99 that an attack may allow itself, unless its finding names another one, in milliseconds. */
export const LARGEST_BOUND_MS = 250;

/** A bound for the p99 of what healthy users wait for, and its reason. */
interface LatencyBound {
  readonly p99Ms: number;
  readonly because: string;
  /** True when the finding that the attack comes from names it: then it may be larger than {@link LARGEST_BOUND_MS}. */
  readonly isNamed: boolean;
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
  /** Growth of the server's process at its peak, and the budget of the server that allows it. @default 96 MiB */
  readonly memory?: { readonly growthMiB: number; readonly budget: string };
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
  carryOut(room: Room): Promise<unknown>;
}

/** The bounds of an attack that names no others. */
export const DEFAULT_BOUNDS: Required<Pick<Attack, "latency" | "memory" | "log">> = {
  latency: within(50, "attackers, healthy users and server share the processors of one machine"),
  memory: { growthMiB: 96, budget: "what the runtime takes for thousands of connections" },
  log: { bytesPerSecond: 16 * 1_024 },
};

/** Bounds the p99 of healthy users, in milliseconds. */
export function within(p99Ms: number, because: string): LatencyBound {
  return { p99Ms, because, isNamed: false };
}

/** Bounds it by what the finding names. */
export function asFound(p99Ms: number, because: string): LatencyBound {
  return { p99Ms, because, isNamed: true };
}

/** An attack with the name of its file, and all its bounds. */
export type NamedAttack = Attack & typeof DEFAULT_BOUNDS & { readonly name: string };
