import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The folders of compiled entries on the systems that we know. */
const FOLDERS = ["/etc", "/lib", "/usr/share", "/usr/lib", "/usr/local/share"].map((parent) => `${parent}/terminfo`);

/** The magic number of an entry whose numbers take four bytes. */
const WIDE_NUMBERS_MAGIC = 0o1036;

const HEADER_BYTES = 12;

/** The index of `cursor_address` among the strings of an entry. */
const CURSOR_ADDRESS = 10;

/**
 * Looks a terminal up in the system's database, and returns whether it can place the cursor.
 *
 * @returns `null` when the database does not know the terminal, or there is none
 */
export function canPlaceCursor(name: string, environment: NodeJS.ProcessEnv): boolean | null {
  // The name is a part of a path.
  if (!/^[\w.+-]+$/.test(name) || name.startsWith(".")) return null;
  const { TERMINFO, TERMINFO_DIRS = "" } = environment;
  const own = [TERMINFO, join(homedir(), ".terminfo"), ...TERMINFO_DIRS.split(":")].filter((folder) => folder);
  const letters = [name.charAt(0), name.charCodeAt(0).toString(16)];
  for (const folder of [...own, ...FOLDERS] as string[]) {
    for (const letter of letters) {
      const entry = readEntry(join(folder, letter, name));
      if (entry) return hasCursorAddress(entry);
    }
  }
  return null;
}

function readEntry(path: string): Buffer | null {
  try {
    const entry = readFileSync(path);
    return entry.length > HEADER_BYTES ? entry : null;
  } catch {
    return null;
  }
}

function hasCursorAddress(entry: Buffer): boolean {
  const [magic = 0, nameBytes = 0, flags = 0, numbers = 0, strings = 0] = [0, 2, 4, 6, 8].map((at) =>
    entry.readUInt16LE(at),
  );
  const numbersAt = HEADER_BYTES + nameBytes + flags;
  // Numbers begin at an even offset.
  const stringsAt = numbersAt + (numbersAt % 2) + numbers * (magic === WIDE_NUMBERS_MAGIC ? 4 : 2);
  const at = stringsAt + CURSOR_ADDRESS * 2;
  return strings > CURSOR_ADDRESS && at + 2 <= entry.length && entry.readInt16LE(at) >= 0;
}
