import { OPEN_FILE_RESERVE } from "@chat/server";

/** Number of open files below which a server is too small for more than a class, probably not on purpose. */
const FEW_OPEN_FILES = 1_024;

/** Describes the number of connections that the server accepts, and the reason for it. */
export function explainConnectionLimit(maxConnections: number, openFiles: number | null): string {
  if (openFiles === null || maxConnections !== openFiles - OPEN_FILE_RESERVE) return `${maxConnections} connections`;
  return `${maxConnections} connections: ${openFiles} open files less a reserve of ${OPEN_FILE_RESERVE}`;
}

/** Describes what to do when the system allows few open files, or fewer than the connections need; `null` if it allows enough. */
export function findOpenFileProblem(maxConnections: number, openFiles: number | null): string | null {
  if (openFiles === null) return null;
  const neededFiles = maxConnections + OPEN_FILE_RESERVE;
  // When not even the reserve fits, one connection is left, and the limit is too low in any case.
  const isTooFew = openFiles < neededFiles;
  if (!isTooFew && openFiles >= FEW_OPEN_FILES) return null;
  const wantedFiles = Math.max(neededFiles, FEW_OPEN_FILES);
  const problem = isTooFew
    ? `${maxConnections} connections need ${neededFiles} open files, and the system allows ${openFiles}.`
    : `The system allows few open files (${openFiles}), so there is room for ${maxConnections} connections alone.`;
  return `${problem} Allow more before the start: ulimit -n ${wantedFiles} (systemd: LimitNOFILE=${wantedFiles}).`;
}
