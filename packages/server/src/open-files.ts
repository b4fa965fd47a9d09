import { readFileSync } from "node:fs";

/** Open files kept for what is no connection: refusals that linger, logs, the listening socket, the runtime's own. */
export const OPEN_FILE_RESERVE = 128;

/** Connections to take where the system does not say how many files a process may open (Windows has no such limit). */
const FALLBACK_CONNECTIONS = 10_000;

/** Finds how many connections the limit of open files allows, less the reserve. */
export function findConnectionLimit(): number {
  const openFiles = readOpenFileLimit();
  return openFiles === null ? FALLBACK_CONNECTIONS : Math.max(1, openFiles - OPEN_FILE_RESERVE);
}

/** Reads the limit of open files that is in force for this process; `null` where the system has or tells none. */
export function readOpenFileLimit(): number | null {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    if (limit !== undefined) return Number(limit);
  } catch {
    // Not Linux: the runtime's own report knows, at the price of some milliseconds.
  }
  const report = process.report?.getReport() as
    | { userLimits?: { open_files?: { soft?: number | string } } }
    | undefined;
  const limit = Number(report?.userLimits?.open_files?.soft);
  return Number.isSafeInteger(limit) ? limit : null;
}
