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

/**
 * Calls of one kind, or clock reads, for each act that are of no account. An act takes a whole number of them, and a burst one clock
 * read in four more. A timer, and the mark at the end of 40 acts, add a few hundredths.
 */
const CALL_NOISE = 0.1;

/**
 * Share of the bytes that is of no account. A direct message takes the same ones each time: this is less than the smallest object. In
 * longer acts the compiler has more choices.
 */
const BYTE_NOISE: Readonly<Record<ActName, number>> = {
  "direct message": 0.005,
  "burst of 16": 0.01,
  shout: 0.01,
  "/time": 0.02,
  join: 0.02,
  leave: 0.01,
};

/** Says in one line for each act what differs; `null` for an act that takes the expected work. */
export function compareWork(measured: WorkTable, expected: WorkTable): Record<ActName, string | null> {
  const entries = ACTS.map((act) => [act, describeDifferences(measured[act], expected[act], BYTE_NOISE[act])]);
  return Object.fromEntries(entries);
}

function describeDifferences(measured: Work, expected: Work, byteNoise: number): string | null {
  const [counts, wantedCounts] = [countsOf(measured), countsOf(expected)];
  const names = [...new Set([...Object.keys(wantedCounts), ...Object.keys(counts)])];
  const differences = names.map((name) =>
    describeDifference(name, counts[name] ?? 0, wantedCounts[name] ?? 0, CALL_NOISE),
  );
  const { heapBytes } = expected;
  differences.push(describeDifference("bytes", measured.heapBytes, heapBytes, heapBytes * byteNoise));
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
