import { formatMetric, type Metrics, ratiosOf, spreadOf } from "../comparison/metrics.ts";
import type { Table } from "../load/format.ts";
import type { ActName } from "../load/visitors.ts";

/** The acts, in the order of tables and pictures. */
export const GROWTH_ACTS: readonly ActName[] = ["direct message", "/time", "join", "leave"];

/** Percentage points by which our server may grow more than the relay in C: the kernel's part costs both of them. */
const MOST_POINTS = 10;
const FLOOR = "c-relay";

/** Share of the machine's time from which on a run says more of the other programs than of the servers. */
const BUSY_SHARE = 0.05;

/** All that one run found. As JSON it is in docs/reports/growth.json, and the page can be made from it again. */
export interface Growth {
  /** Day of the run, as in 2026-11-24. */
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  /** Numbers of users, the smallest first: the others are compared with it. */
  readonly sizes: readonly number[];
  /** By server, then by {@link metricName}: microseconds of processor time for one act, in each round. */
  readonly metrics: Metrics;
  /** Share of the machine's time that other programs had. */
  readonly othersShare: number;
}

/** Judgement on one act. */
export interface GrowthVerdict {
  readonly text: string;
  readonly isMet: boolean;
}

export function metricName(act: ActName, users: number): string {
  return `${act}, ${users}`;
}

export function wasBusy({ othersShare }: Growth): boolean {
  return othersShare > BUSY_SHARE;
}

/** Returns how many times the cost with the fewest users each size costs, the median of the rounds. */
export function factorsOf({ metrics, sizes }: Growth, server: string, act: ActName): number[] {
  const costs = metrics[server] ?? {};
  const few = costs[metricName(act, sizes[0] ?? 0)];
  return sizes.map((users) => spreadOf(ratiosOf(costs[metricName(act, users)], few))?.median ?? Number.NaN);
}

/** Judges for each act whether a server grows no steeper than the relay in C, from the fewest users to the most. */
export function judgeGrowth(growth: Growth, server: string): GrowthVerdict[] {
  const [few, most] = [growth.sizes[0], growth.sizes.at(-1)].map((users = 0) => users.toLocaleString("en-US"));
  return GROWTH_ACTS.map((act) => {
    const [ours, floor] = [percentOf(growth, server, act), percentOf(growth, FLOOR, act)];
    const range = `${act}, from ${few} to ${most} users: ${signed(ours)}`;
    return {
      text: `${range}, at most ${MOST_POINTS} points more than the ${signed(floor)} of ${FLOOR}`,
      isMet: ours - floor <= MOST_POINTS,
    };
  });
}

/** A row for each act and server: the cost with each number of users, and the growth from the fewest to the most. */
export function tabulateGrowth(growth: Growth): Table {
  const head = ["µs", "", ...growth.sizes.map((users) => users.toLocaleString("en-US")), "growth"];
  const rows = GROWTH_ACTS.flatMap((act) =>
    Object.entries(growth.metrics).map(([server, metrics]) => {
      const costs = growth.sizes.map((users) => spreadOf(metrics[metricName(act, users)])?.median ?? Number.NaN);
      return [act, server, ...costs.map(formatMetric), signed(percentOf(growth, server, act))];
    }),
  );
  return [head, ...rows];
}

function percentOf(growth: Growth, server: string, act: ActName): number {
  return ((factorsOf(growth, server, act).at(-1) ?? Number.NaN) - 1) * 100;
}

function signed(percent: number): string {
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(0)} %`;
}
