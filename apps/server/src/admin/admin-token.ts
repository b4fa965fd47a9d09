import { randomBytes } from "node:crypto";
import { open, readFile, rm } from "node:fs/promises";

/** Bytes of a token that is made here. */
const TOKEN_BYTES = 24;

/** Shortest token that somebody may give: a short one could be guessed. */
const MIN_TOKEN_LENGTH = 20;

/**
 * Reads the token of the admin port from a file, or makes one and writes it there, for the user of this process alone.
 *
 * @throws {Error} for a file whose token is too short or that others may read; the message says what is allowed
 */
export async function readOrMakeToken(path: string): Promise<string> {
  const written = await readToken(path);
  if (written === null) return makeToken(path);
  if (written.length >= MIN_TOKEN_LENGTH && /^[\w.~+/=-]+$/.test(written)) return written;
  throw new Error(`the token in ${path} has to be at least ${MIN_TOKEN_LENGTH} letters, digits or signs of -._~+/=`);
}

/** Makes a token, and writes it into a new file when a path is given. */
export async function makeToken(path: string | null): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  if (path === null) return token;
  // One of an earlier server; a link to another file is not followed.
  await rm(path, { force: true });
  const file = await open(path, "wx", 0o600);
  await file.writeFile(`${token}\n`);
  await file.close();
  return token;
}

async function readToken(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
