import type { LoadResult } from "./load-generator.ts";

/** Users in all loads but `joins`. */
export const USERS = 1_000;

/** Connections that are there before joins and memory count, so that what the runtime takes once is in no metric. */
export const EARLY_CONNECTIONS = 1_000;

/** Connections at which joins and memory are measured. */
const FEW_CONNECTIONS = 5_000;
const MANY_CONNECTIONS = 18_000;

const MESSAGES_PER_SECOND = 5_000;

/** Loads that the generator makes. Messages go to a server that has been running, joins to one that has just started. */
export const Load = {
  DirectOne: "dm:1",
  DirectMany: "dm:16",
  Shout: "shout:4",
  FixedRate: `latency:${MESSAGES_PER_SECOND}`,
  FewJoins: `joins:${FEW_CONNECTIONS}`,
  ManyJoins: `joins:${MANY_CONNECTIONS}`,
} as const;
export type Load = (typeof Load)[keyof typeof Load];

export const MESSAGE_LOADS: readonly Load[] = [Load.DirectOne, Load.DirectMany, Load.Shout, Load.FixedRate];
export const JOIN_LOADS: readonly Load[] = [Load.FewJoins, Load.ManyJoins];

/** One metric of a server. */
export interface Measure {
  readonly name: string;
  readonly title: string;
  /** The title at the head of a column. */
  readonly column: string;
  readonly unit: string;
  readonly isMoreBetter: boolean;
  /** As it is chosen with `--only`. */
  readonly group: string;
  readonly load: Load;
  /** Takes the metric from the result of its load. `early` is that of the joins before everything else. */
  read(result: LoadResult, early: LoadResult): number;
}

function cpuMeasure(name: string, title: string, column: string, load: Load): Measure {
  const read = ({ serverCpuUs }: LoadResult) => serverCpuUs;
  return { name, title, column, unit: "µs", isMoreBetter: false, group: name, load, read };
}

function latencyMeasure(name: "p50" | "p99", read: Measure["read"]): Measure {
  const title = `Latency at ${MESSAGES_PER_SECOND.toLocaleString("en-US")} messages/s, ${name}`;
  return { name, title, column: name, unit: "µs", isMoreBetter: false, group: "latency", load: Load.FixedRate, read };
}

function memoryMeasure(connections: number, load: Load): Measure {
  return {
    name: `memory-${connections}`,
    title: `Memory per idle connection at ${connections.toLocaleString("en-US")}`,
    column: `memory at ${connections.toLocaleString("en-US")}`,
    unit: "KiB",
    isMoreBetter: false,
    group: "memory",
    load,
    read: (result, early) => (residentBytes(result) - residentBytes(early)) / (connections - EARLY_CONNECTIONS) / 1_024,
  };
}

function joinMeasure(connections: number, load: Load): Measure {
  return {
    name: `joins-${connections}`,
    title: `Joins per second up to ${connections.toLocaleString("en-US")}`,
    column: `joins up to ${connections.toLocaleString("en-US")}`,
    unit: "/s",
    isMoreBetter: true,
    group: "joins",
    load,
    read: ({ perSecond }) => perSecond,
  };
}

function residentBytes({ measure, residentBytes }: LoadResult): number {
  if (residentBytes === undefined) throw new Error(`The load ${measure} has measured no memory.`);
  return residentBytes;
}

/** All measures, in the order of the tables. */
export const MEASURES: readonly Measure[] = [
  cpuMeasure("dm1", "Direct message, 1 in flight", "1 in flight", Load.DirectOne),
  cpuMeasure("dm16", "Direct message, 16 in flight", "16 in flight", Load.DirectMany),
  cpuMeasure("shout", "Shout, per delivery", "shout", Load.Shout),
  latencyMeasure("p50", ({ p50Us = Number.NaN }) => p50Us),
  latencyMeasure("p99", ({ p99Us = Number.NaN }) => p99Us),
  memoryMeasure(FEW_CONNECTIONS, Load.FewJoins),
  memoryMeasure(MANY_CONNECTIONS, Load.ManyJoins),
  {
    name: "resident",
    title: `Memory in all at ${MANY_CONNECTIONS.toLocaleString("en-US")} connections`,
    column: `all memory at ${MANY_CONNECTIONS.toLocaleString("en-US")}`,
    unit: "MiB",
    isMoreBetter: false,
    group: "memory",
    load: Load.ManyJoins,
    read: (result) => residentBytes(result) / 1_024 ** 2,
  },
  joinMeasure(FEW_CONNECTIONS, Load.FewJoins),
  joinMeasure(MANY_CONNECTIONS, Load.ManyJoins),
];

export const MEASURE_GROUPS = [...new Set(MEASURES.map(({ group }) => group))];
