import type { ActName } from "../load/visitors.ts";
import type { CallCounts } from "./system-calls.ts";

/** The acts whose work is counted, in the order of the table. */
export const ACTS: readonly ActName[] = ["direct message", "burst of 16", "shout", "/time", "join", "leave"];

/** Work of the server for one act. */
export interface Work {
  /** By the name of the call. */
  readonly systemCalls: CallCounts;
  readonly clockReads: number;
  readonly heapBytes: number;
}

/** The work for each act, as it is measured and as it is kept in `expected-work.json`. */
export type WorkTable = Readonly<Record<ActName, Work>>;

/** Differences that are of no account, up to this size. */
interface Noise {
  /**
   * Of one kind of call, or of the clock reads. An act takes a whole number of them; what timers do meanwhile comes on top, and the
   * slower the machine, the more of it falls on one act.
   */
  readonly calls: number;
  /**
   * Share of the bytes. The compiler decides anew in each process what it inlines, and with that which objects it leaves out; a
   * direct message is so short that it decides the same each time.
   */
  readonly byteShare: number;
}

const NOISE: Readonly<Record<ActName, Noise>> = {
  "direct message": { calls: 0.5, byteShare: 0.01 },
  "burst of 16": { calls: 0.25, byteShare: 0.02 },
  shout: { calls: 0.5, byteShare: 0.02 },
  "/time": { calls: 0.5, byteShare: 0.05 },
  join: { calls: 0.5, byteShare: 0.02 },
  leave: { calls: 0.5, byteShare: 0.02 },
};

/** Says in one line for each act what differs; `null` for an act that takes the expected work. */
export function compareWork(measured: WorkTable, expected: WorkTable): Record<ActName, string | null> {
  const entries = ACTS.map((act) => [act, describeDifferences(measured[act], expected[act], NOISE[act])]);
  return Object.fromEntries(entries);
}

function describeDifferences(measured: Work, expected: Work, { calls, byteShare }: Noise): string | null {
  const [counts, wantedCounts] = [countsOf(measured), countsOf(expected)];
  const names = [...new Set([...Object.keys(wantedCounts), ...Object.keys(counts)])];
  const differences = names.map((name) => describeDifference(name, counts[name] ?? 0, wantedCounts[name] ?? 0, calls));
  const { heapBytes } = expected;
  differences.push(describeDifference("bytes", measured.heapBytes, heapBytes, heapBytes * byteShare));
  const found = differences.filter((difference) => difference !== null);
  return found.length === 0 ? null : found.join("; ");
}

function countsOf({ systemCalls, clockReads }: Work): CallCounts {
  return { ...systemCalls, "clock reads": clockReads };
}

function describeDifference(name: string, measured: number, wanted: number, noise: number): string | null {
  if (Math.abs(measured - wanted) <= noise) return null;
  return `${measured > wanted ? "more" : "fewer"} ${name}: ${round(measured)} instead of ${round(wanted)}`;
}

/** Removes what timers did meanwhile, so that a table that is kept has whole numbers where the work is whole. */
export function roundWork(table: WorkTable): WorkTable {
  const toQuarter = (value: number) => Math.round(value * 4) / 4;
  const entries = ACTS.map((act) => {
    const { systemCalls, clockReads, heapBytes } = table[act];
    const calls = Object.entries(systemCalls)
      .map(([name, count]) => [name, toQuarter(count)] as const)
      .filter(([, count]) => count > 0);
    const kept: Work = {
      systemCalls: Object.fromEntries(calls.toSorted(([one], [other]) => one.localeCompare(other))),
      clockReads: toQuarter(clockReads),
      heapBytes: Math.round(heapBytes),
    };
    return [act, kept];
  });
  return Object.fromEntries(entries);
}

function round(value: number): string {
  return value.toFixed(value < 100 ? 2 : 0).replace(/\.00$/, "");
}
