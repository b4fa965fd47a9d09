import { randomBytes } from "node:crypto";
import { open, readFile, rm } from "node:fs/promises";

/** Bytes of a token that is made here. */
const TOKEN_BYTES = 24;

/** Length of a token that somebody gives: a short one could be guessed, and a very long one has no room in a request. */
const TOKEN_LENGTH = { min: 20, max: 1_000 } as const;

/**
 * Reads the token of the admin port from a file, or makes one and writes it there, for the user of this process alone.
 *
 * @throws {Error} for a file whose token is no token; the message says what is allowed
 */
export async function readOrMakeToken(path: string): Promise<string> {
  const written = await readToken(path);
  if (written === null) return makeToken(path);
  const { min, max } = TOKEN_LENGTH;
  if (written.length >= min && written.length <= max && /^[\w.~+/=-]+$/.test(written)) return written;
  throw new Error(`the token in ${path} has to be ${min} to ${max} letters, digits or signs of -._~+/=`);
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
