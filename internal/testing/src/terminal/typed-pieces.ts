import { setTimeout as delay } from "node:timers/promises";
import type { Changes } from "../waiting/changes.ts";

/** The pause of a person before a line end, in milliseconds. Programs take what comes faster for a paste. */
const PAUSE_MS = 30;

/** The time for which a text may stay unseen, in milliseconds: not every program shows what is typed. */
const PATIENCE_MS = 2_000;

/** Most characters of a text that are looked for: a longer one may go on in the next row. */
const SEEN_LENGTH = 4;

/** Splits text at its line ends, which are pieces of their own. */
export function splitTyped(text: string): readonly string[] {
  return text.match(/[\r\n]|[^\r\n]+/g) ?? [];
}

/**
 * Writes a piece of text, and waits until a person would press Enter: when the program shows the text.
 *
 * @param readCursorRow returns the text of the row in which the cursor stands
 */
export async function typePiece(
  piece: string,
  write: (piece: string) => unknown,
  changes: Changes,
  readCursorRow: () => Promise<string>,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  let seen = changes.count;
  await write(piece);
  const text = piece.replaceAll(/\s/g, "");
  // Keys that type nothing are not waited for.
  const tail = /\p{Cc}/u.test(text) ? "" : text.slice(-SEEN_LENGTH);
  do {
    await changes.after(seen, Math.max(0, end - Date.now()));
    seen = changes.count;
  } while (Date.now() < end && !(await readCursorRow()).replaceAll(/\s/g, "").includes(tail));
  await delay(PAUSE_MS);
}
