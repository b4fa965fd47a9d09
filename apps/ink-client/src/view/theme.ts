import { foldName } from "@chat/protocol";
import type { Row, Segment } from "@chat/terminal-rows/row";
import type { ChatState } from "../state/chat-state.ts";

/** The colours of a theme, of the 256 that every terminal has. Each can be read on the usual backgrounds of its kind. */
export interface Palette {
  /** By the words that rows have for them. */
  readonly colors: Readonly<Record<string, number>>;
  /** The colours that names share: as far apart as they can be, and none like those above. */
  readonly names: readonly number[];
  /** False where dim text is too hard to read. */
  readonly hasDim: boolean;
}

/** The number of colours for names. */
export const NAME_COLORS = 24;

export const PALETTES = {
  dark: {
    colors: { red: 210, yellow: 221, green: 114, cyan: 80, magenta: 213 },
    names: [
      37, 39, 45, 51, 78, 106, 108, 110, 141, 149, 151, 153, 157, 159, 175, 180, 183, 212, 214, 217, 223, 225, 227, 229,
    ],
    hasDim: true,
  },
  light: {
    colors: { red: 160, yellow: 94, green: 22, cyan: 24, magenta: 127 },
    // Most of those with a contrast of 4.5:1 are purple. So that not most people are, some of the colours above are here as well.
    names: [22, 124, 25, 58, 54, 23, 161, 21, 94, 89, 24, 52, 129, 59, 27, 125, 88, 62, 126, 17, 95, 56, 162, 19],
    hasDim: true,
  },
  "high-contrast-dark": {
    colors: { red: 217, yellow: 226, green: 120, cyan: 51, magenta: 225 },
    names: [
      45, 46, 47, 49, 51, 114, 116, 118, 120, 122, 148, 149, 153, 155, 186, 194, 217, 219, 220, 221, 223, 225, 226, 227,
    ],
    hasDim: false,
  },
  "high-contrast-light": {
    colors: { red: 88, yellow: 52, green: 22, cyan: 18, magenta: 90 },
    // No more than these 20 of the 256 have a contrast of 7:1 on white.
    names: [17, 18, 19, 20, 21, 22, 23, 24, 52, 53, 54, 55, 56, 57, 88, 89, 90, 91, 124, 125],
    hasDim: false,
  },
  none: { colors: {}, names: [], hasDim: true },
} satisfies Record<string, Palette>;

/** Returns the palette of the chosen theme, for the background that the terminal has. */
export function choosePalette({ settings, background }: Pick<ChatState, "settings" | "background">): Palette {
  const { theme } = settings;
  if (theme === "high-contrast") return PALETTES[`${theme}-${background}`];
  return PALETTES[theme === "auto" ? background : theme];
}

/** A row that looks as before stays the same object, so that it is not drawn again. */
const paintedRows = new WeakMap<Palette, WeakMap<Row, Row>>();

/** Returns a row in the colours of a palette. */
export function paintRow(row: Row, palette: Palette): Row {
  const known = paintedRows.get(palette) ?? new WeakMap<Row, Row>();
  const painted = known.get(row) ?? row.map((segment) => paintSegment(segment, palette));
  paintedRows.set(palette, known.set(row, painted));
  return painted;
}

function paintSegment({ color = "", isDim = false, ...rest }: Segment, { colors, names, hasDim }: Palette): Segment {
  const number = colors[color] ?? names[Number(NAME_COLOR.exec(color)?.[1]) % names.length];
  return { ...rest, isDim: isDim && hasDim, ...(number === undefined ? {} : { color: `ansi256(${number})` }) };
}

const NAME_COLOR = /^name-(\d+)$/;

/** Returns the word that rows have for the colour of a name: the same for everybody, in every session and for every spelling. */
export function nickColor(name: string): string {
  // FNV-1a: short names that differ in one letter get far apart, but for its lowest bits, which many of them share.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(foldName(name))) hash = Math.imul(hash ^ byte, 0x01000193);
  return `name-${(hash >>> 8) % NAME_COLORS}`;
}
