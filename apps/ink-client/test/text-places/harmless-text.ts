import { countCells } from "../../src/view/cells.ts";

/** Returns a harmless text that takes as many cells, all of them in one row. */
export function asWideAs(shown: string): string {
  return "x".repeat(countCells(shown));
}

const FIRST_LETTER = "a".charCodeAt(0);

/** Characters by which a text may grow without growing by more than a row. */
const SURE_STEP = 16;

/**
 * Returns a function that finds, for a number of rows, the shortest harmless text that takes as many: of another letter for each
 * text that is seen at once.
 *
 * @param countRows of a text; every row has more cells than {@link SURE_STEP}
 */
export function asTallAs(countRows: (text: string) => number): (rows: number, index?: number) => string {
  const known = new Map<number, string>();
  return (rows, index = 0) => {
    let text = known.get(rows) ?? "x";
    for (let missing = rows - countRows(text); missing > 0; missing = rows - countRows(text)) {
      text += "x".repeat(missing === 1 ? 1 : (missing - 1) * SURE_STEP);
    }
    if (countRows(text) > rows) throw new RangeError(`No harmless text of ${rows} rows was found.`);
    known.set(rows, text);
    return text.replaceAll("x", String.fromCharCode(FIRST_LETTER + index));
  };
}
