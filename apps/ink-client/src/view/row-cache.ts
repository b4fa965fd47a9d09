import type { Row } from "@chat/terminal-rows/row";

/** Rows that were laid out, and what they depend on besides their key, such as a width. */
interface LaidOut {
  readonly form: number | string;
  readonly rows: readonly Row[];
}

/**
 * Keeps the rows of what was laid out lately, since a frame shows mostly what the last one did. Rows take far more memory
 * than their text: of what is scrolled away they are dropped, and made again when it is shown again.
 */
export class RowCache<Key extends object> {
  readonly #maxRows: number;
  #recent = new WeakMap<Key, LaidOut>();
  #recentRows = 0;
  /** Those that were in use before the recent ones were begun. */
  #older = new WeakMap<Key, LaidOut>();

  /** @param maxRows - it keeps at most twice as many, and those of one more key */
  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  /** Returns the rows of a key in a form, and lays them out when they are not known. */
  rowsOf(key: Key, form: number | string, layOut: () => readonly Row[]): readonly Row[] {
    const recent = this.#recent.get(key);
    if (recent?.form === form) return recent.rows;
    const older = this.#older.get(key);
    const rows = older?.form === form ? older.rows : layOut();
    if (this.#recentRows > this.#maxRows) {
      this.#older = this.#recent;
      this.#recent = new WeakMap();
      this.#recentRows = 0;
    }
    this.#recent.set(key, { form, rows });
    this.#recentRows += rows.length;
    return rows;
  }
}
