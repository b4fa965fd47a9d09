import { writeFile } from "node:fs/promises";
import { format, parse } from "node:path";

/** The number of names that are tried beside a file that exists. */
const MAX_TRIES = 1_000;

/**
 * Writes a new file, and never over one that exists: beside `log.txt` it writes `log-2.txt`, as browsers do.
 *
 * @returns the path that was written
 * @throws the error of the system when the file can't be written, or when a thousand of that name exist
 */
export async function writeNewFile(path: string, content: string): Promise<string> {
  const { dir, name, ext } = parse(path);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : format({ dir, name: `${name}-${number}`, ext });
    try {
      await writeFile(candidate, content, { flag: "wx" });
      return candidate;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || number === MAX_TRIES) throw error;
    }
  }
}
