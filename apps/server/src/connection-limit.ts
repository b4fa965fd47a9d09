import { OPEN_FILE_RESERVE } from "@chat/server";

/** Open files below which a server is too small for more than a class, and probably not by intention. */
const FEW_OPEN_FILES = 1_024;

/** Says how many connections there is room for, and why. */
export function explainConnectionLimit(maxConnections: number, openFiles: number | null): string {
  if (openFiles === null || maxConnections !== openFiles - OPEN_FILE_RESERVE) return `${maxConnections} connections`;
  return `${maxConnections} connections: ${openFiles} open files less a reserve of ${OPEN_FILE_RESERVE}`;
}

/** Says what to do when the system allows few open files, or fewer than were asked for; `null` when all is well. */
export function findOpenFileProblem(maxConnections: number, openFiles: number | null): string | null {
  if (openFiles === null) return null;
  const neededFiles = maxConnections + OPEN_FILE_RESERVE;
  // A reserve that does not fit leaves room for a single connection, and asks for more by itself.
  const isTooFew = openFiles < neededFiles;
  if (!isTooFew && openFiles >= FEW_OPEN_FILES) return null;
  const wantedFiles = Math.max(neededFiles, FEW_OPEN_FILES);
  const problem = isTooFew
    ? `${maxConnections} connections need ${neededFiles} open files, and the system allows ${openFiles}.`
    : `The system allows few open files (${openFiles}), so there is room for ${maxConnections} connections alone.`;
  return `${problem} Allow more before the start: ulimit -n ${wantedFiles} (systemd: LimitNOFILE=${wantedFiles}).`;
}
