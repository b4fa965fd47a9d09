import { readFileSync } from "node:fs";

/** Open files reserved for other uses than connections: refusals that linger, logs, the listening socket, the runtime. */
export const OPEN_FILE_RESERVE = 128;

/** Number of connections where the system has no limit of open files (Windows), or its limit is unknown. */
const FALLBACK_CONNECTIONS = 10_000;

/** Returns the number of connections that the limit of open files allows, less the reserve. */
export function findConnectionLimit(): number {
  const openFiles = readOpenFileLimit();
  return openFiles === null ? FALLBACK_CONNECTIONS : Math.max(1, openFiles - OPEN_FILE_RESERVE);
}

/** Reads the limit of open files of this process; `null` where there is none, or it is unknown. */
export function readOpenFileLimit(): number | null {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    if (limit !== undefined) return Number(limit);
  } catch {
    // Not Linux: the runtime's report has it, and takes some milliseconds.
  }
  const report = process.report?.getReport() as
    | { userLimits?: { open_files?: { soft?: number | string } } }
    | undefined;
  const limit = Number(report?.userLimits?.open_files?.soft);
  return Number.isSafeInteger(limit) ? limit : null;
}
