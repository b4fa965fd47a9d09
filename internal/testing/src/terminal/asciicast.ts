import { isDeepStrictEqual } from "node:util";
import type { Cell, CellColor } from "./cell.ts";
import type { RecordedScreen, ScreenRecording } from "./screen-recording.ts";

/** Writes a recording as an asciicast of version 2, which asciinema plays: a line with its size, and one for each screen. */
export function writeAsciicast(recording: ScreenRecording, title: string): string {
  const { columns, rows, screens, seconds } = recording;
  const header = {
    version: 2,
    width: columns,
    height: rows,
    duration: seconds,
    title,
    env: { TERM: "xterm-256color" },
  };
  const events = screens.map((screen, index) => [screen.at, "o", writeChange(screens[index - 1], screen)]);
  // Players end at the last event: the last screen is to be seen for its time.
  const lines = [header, ...events, [seconds, "o", ""]];
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

/** Writes the rows that are others than before, and puts the cursor to its place. */
function writeChange(before: RecordedScreen | undefined, { rows, cursor }: RecordedScreen): string {
  const changed = rows.flatMap((cells, row) => {
    if (isDeepStrictEqual(before?.rows[row], cells)) return [];
    return [`\u001b[${row + 1}H${writeRow(cells)}`];
  });
  const end = cursor ? `\u001b[${cursor.row + 1};${cursor.column + 1}H\u001b[?25h` : "";
  return `\u001b[?25l${changed.join("")}${end}`;
}

function writeRow(cells: readonly Cell[]): string {
  let text = "";
  let look = "";
  for (const cell of cells) {
    const next = writeLook(cell);
    // The second half of a wide character was written with it.
    if (cell.width > 0) text += `${next === look ? "" : next}${cell.characters || " "}`;
    look = next;
  }
  return `\u001b[m${text.trimEnd()}\u001b[m\u001b[K`;
}

function writeLook(cell: Cell): string {
  const codes = [
    0,
    ...(cell.isBold ? [1] : []),
    ...(cell.isDim ? [2] : []),
    ...(cell.isItalic ? [3] : []),
    ...(cell.isUnderlined ? [4] : []),
    ...(cell.isInverse ? [7] : []),
    ...writeColor(38, cell.foreground),
    ...writeColor(48, cell.background),
  ];
  return `\u001b[${codes.join(";")}m`;
}

function writeColor(code: number, color: CellColor): number[] {
  if (color === "default") return [];
  if (typeof color === "number") return [code, 5, color];
  return [code, 2, ...[1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16))];
}
