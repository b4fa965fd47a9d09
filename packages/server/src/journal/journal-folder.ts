import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { JOURNAL_LIMITS, JournalLedger, type JournalLimits } from "./journal-ledger.ts";

/** The name of a file of the folder: that of the journal of one connection. */
const FILE_NAME = /^connection-(\d{1,9})\.ndjson$/;

/** Only the user that runs the server may look into the folder, and read a journal. */
const FOLDER_MODE = 0o700;
const OTHERS_MODE = 0o077;

/** A folder of journals as all threads of a server use it. */
export interface JournalFolder {
  /** The absolute path. */
  readonly path: string;
  readonly ledger: JournalLedger;
}

/**
 * Makes the folder, or takes one that has nothing but journals: their numbers go on, and they count for the limits.
 *
 * @throws {Error} when the folder can't be made or read, or when others may read it and it has other files, too.
 */
export function openJournalFolder(directory: string, limits: JournalLimits = JOURNAL_LIMITS): JournalFolder {
  const path = resolve(directory);
  mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
  const names = readdirSync(path);
  closeToOthers(path, names);
  const sizes = new Map<number, number>();
  for (const name of names) {
    const number = Number(FILE_NAME.exec(name)?.[1]);
    if (number > 0) sizes.set(number, statSync(join(path, name)).size);
  }
  const ledger = JournalLedger.ofFiles(sizes, limits);
  const surplus = [...sizes.keys()].filter((number) => !ledger.isKept(number));
  for (const number of [...surplus, ...ledger.findSurplus()]) rmSync(journalPath(path, number), { force: true });
  return { path, ledger };
}

/** Returns the path of the journal of a connection. */
export function journalPath(folder: string, connection: number): string {
  return join(folder, `connection-${connection}.ndjson`);
}

/** Removes the journals that are too many. Returns whether there were any. */
export async function removeSurplus({ path, ledger }: JournalFolder): Promise<boolean> {
  const surplus = ledger.findSurplus();
  await Promise.all(surplus.map((number) => rm(journalPath(path, number), { force: true })));
  return surplus.length > 0;
}

/** A folder that is somebody's for other things is not closed to others, and gets no journals either. */
function closeToOthers(path: string, names: readonly string[]): void {
  if (process.platform === "win32" || (statSync(path).mode & OTHERS_MODE) === 0) return;
  if (!names.every((name) => FILE_NAME.test(name))) {
    throw new Error(`${path} has other files, and others may look into it: journals need a folder of their own`);
  }
  chmodSync(path, FOLDER_MODE);
}
