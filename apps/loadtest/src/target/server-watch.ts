import { readdirSync, readFileSync } from "node:fs";
import type { ProcessUsage } from "./target-server.ts";

/** Linux counts processor time in hundredths of a second, whatever its kernel's own clock. */
const CPU_TICK_US = 10_000;

/** Places in /proc/<pid>/stat, counted from the state that follows the command's name. */
const StatField = { Parent: 1, UserTicks: 11, SystemTicks: 12, ResidentPages: 21 } as const;

/** The line that Linux writes about a process, as far as we use it. */
export interface ProcessStat {
  readonly parent: number;
  readonly cpuTicks: number;
  readonly residentPages: number;
}

/** Reads what a process and, when asked, all that descend from it have used; `null` where there is no /proc or no process. */
export function readProcessUsage(pid: number, withDescendants: boolean): ProcessUsage | null {
  const stats = withDescendants ? readAllStats() : new Map<number, ProcessStat>();
  const own = stats.get(pid) ?? readStat(pid);
  if (!own) return null;
  const family = [own, ...findDescendants(pid, stats)];
  return {
    cpuUs: family.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) * CPU_TICK_US,
    memoryBytes: family.reduce((sum, { residentPages }) => sum + residentPages, 0) * PAGE_BYTES,
  };
}

/** Reads the line that Linux writes about a process. Its name stands in brackets and may hold anything, brackets included. */
export function parseStat(line: string): ProcessStat | null {
  const fields = line
    .slice(line.lastIndexOf(")") + 1)
    .trim()
    .split(" ")
    .map(Number);
  const at = (index: number) => fields[index] ?? Number.NaN;
  const stat = {
    parent: at(StatField.Parent),
    cpuTicks: at(StatField.UserTicks) + at(StatField.SystemTicks),
    residentPages: at(StatField.ResidentPages),
  };
  return Object.values(stat).some(Number.isNaN) ? null : stat;
}

/** Returns the processes that a process has started, directly or not. */
export function findDescendants(pid: number, stats: ReadonlyMap<number, ProcessStat>): ProcessStat[] {
  const children = [...stats].filter(([, { parent }]) => parent === pid);
  return children.flatMap(([child, stat]) => [stat, ...findDescendants(child, stats)]);
}

const PAGE_BYTES = readPageBytes();

function readAllStats(): Map<number, ProcessStat> {
  const stats = new Map<number, ProcessStat>();
  for (const entry of listProcesses()) {
    const stat = readStat(entry);
    if (stat) stats.set(entry, stat);
  }
  return stats;
}

function listProcesses(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** `null` for a process that has gone, or where there is no /proc. */
function readStat(pid: number): ProcessStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return null;
  }
}

/** The size of a page of memory: our own process knows its memory in bytes and in pages. */
function readPageBytes(): number {
  try {
    const residentPages = Number(readFileSync("/proc/self/statm", "latin1").split(" ")[1]);
    return nearestPowerOfTwo(process.memoryUsage.rss() / residentPages);
  } catch {
    return 4_096;
  }
}

function nearestPowerOfTwo(value: number): number {
  return 2 ** Math.round(Math.log2(value));
}
