import type { Cell, CellColor } from "./cell.ts";
import { type CellBox, drawGlyph, round } from "./svg-glyphs.ts";
import { paletteColor, SVG_THEMES, type SvgTheme } from "./svg-theme.ts";
import type { VirtualTerminal } from "./virtual-terminal.ts";

export interface ScreenToSvgOptions {
  readonly theme: "light" | "dark";
  /** Text in the frame of the window. @default the title that the program gave to the terminal */
  readonly title?: string;
}

// All in pixels. A cell has the proportions of the usual monospace fonts at this size.
const CELL_WIDTH = 8.4;
export const CELL_HEIGHT = 18;
const FONT_SIZE = 14;
const BASELINE = 13.2;
const PADDING = 12;
const FRAME_HEIGHT = 30;
const CORNER_RADIUS = 8;
const BUTTON_RADIUS = 5.5;

const FONTS =
  "ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono CJK JP', monospace";

/** A stretch of cells that look alike and are drawn as one text. */
interface Run {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly look: Look;
}

interface Look {
  readonly color: string;
  readonly background: string;
  readonly attributes: string;
}

const PLAIN_TEXT = /^[!-~]$/;

/** Draws what a terminal shows as a picture of its window. Each character stays in its cells, whatever font draws it. */
export function screenToSvg(
  terminal: VirtualTerminal,
  { theme: themeName, title = terminal.title }: ScreenToSvgOptions,
) {
  const theme = SVG_THEMES[themeName];
  const { columns, rows, cursor } = terminal;
  const drawn = Array.from({ length: rows }, (_, row) => {
    return drawRow(terminal.cells(row), row, cursor.isVisible && cursor.row === row ? cursor.column : -1, theme);
  });
  return drawInWindow({ columns, rows, title, theme }, drawn);
}

/** Puts the drawn content of a terminal into the picture of its window. */
export function drawInWindow(
  { columns, rows, title, theme }: { columns: number; rows: number; title: string; theme: SvgTheme },
  content: readonly string[],
): string {
  const width = round(columns * CELL_WIDTH + 2 * PADDING);
  const height = round(rows * CELL_HEIGHT + FRAME_HEIGHT + 2 * PADDING);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    drawWindow(width, height, title, theme),
    `<g transform="translate(${PADDING} ${FRAME_HEIGHT + PADDING})" font-family="${FONTS}" font-size="${FONT_SIZE}" style="white-space:pre">`,
    ...content.filter((part) => part !== ""),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function drawWindow(width: number, height: number, title: string, theme: SvgTheme): string {
  const buttons = ["#ee6a5f", "#f5bd4f", "#61c454"].map(
    (color, index) => `<circle cx="${18 + index * 18}" cy="${FRAME_HEIGHT / 2}" r="${BUTTON_RADIUS}" fill="${color}"/>`,
  );
  const caption = `<text x="${width / 2}" y="${FRAME_HEIGHT / 2 + 4.5}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="13" fill="${theme.title}">${escapeXml(title)}</text>`;
  return [
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="${CORNER_RADIUS}" fill="${theme.frame}" stroke="${theme.title}" stroke-opacity="0.35"/>`,
    `<path d="M1 ${FRAME_HEIGHT}H${width - 1}V${height - CORNER_RADIUS - 1}q0 ${CORNER_RADIUS} ${-CORNER_RADIUS} ${CORNER_RADIUS}H${CORNER_RADIUS + 1}q${-CORNER_RADIUS} 0 ${-CORNER_RADIUS} ${-CORNER_RADIUS}z" fill="${theme.background}"/>`,
    ...buttons,
    caption,
  ].join("\n");
}

/** @param cursorColumn - `-1` in a row without the cursor */
export function drawRow(cells: readonly Cell[], row: number, cursorColumn: number, theme: SvgTheme): string {
  const runs = splitRuns(cells, cursorColumn, theme);
  const backgrounds = joinBackgrounds(runs, theme).map((run) => {
    const { x, y, width, height } = boxOf(run, row);
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${run.look.background}"/>`;
  });
  const texts = runs.filter(({ text }) => text.trim() !== "").map((run) => drawText(run, row));
  return [...backgrounds, ...texts].join("");
}

/** Plain letters that look alike go together; everything else has its own place, since fonts disagree about its width. */
function splitRuns(cells: readonly Cell[], cursorColumn: number, theme: SvgTheme): Run[] {
  const runs: Run[] = [];
  for (const [column, cell] of cells.entries()) {
    if (cell.width === 0) continue;
    const look = lookOf(cell, column === cursorColumn, theme);
    const run = { column, columns: cell.width, text: cell.characters || " ", look };
    const last = runs.at(-1);
    if (last && PLAIN_TEXT.test(run.text) && PLAIN_TEXT.test(last.text.at(-1) ?? "") && isAlike(last.look, look)) {
      runs[runs.length - 1] = { ...last, columns: last.columns + run.columns, text: last.text + run.text };
    } else {
      runs.push(run);
    }
  }
  return runs;
}

/** The backgrounds that are not the window's own, each as wide as it can be: between two rectangles a gap might be seen. */
function joinBackgrounds(runs: readonly Run[], theme: SvgTheme): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.look.background === run.look.background && last.column + last.columns === run.column) {
      joined[joined.length - 1] = { ...last, columns: last.columns + run.columns };
    } else {
      joined.push(run);
    }
  }
  return joined.filter(({ look }) => look.background !== theme.background);
}

function drawText(run: Run, row: number): string {
  const box = boxOf(run, row);
  const { color, attributes } = run.look;
  const glyph = drawGlyph(run.text, box, color);
  if (glyph !== undefined) return attributes === "" ? glyph : `<g${attributes}>${glyph}</g>`;
  const y = round(box.y + BASELINE);
  const text = escapeXml(run.text);
  if (PLAIN_TEXT.test(run.text.at(-1) ?? "")) {
    return `<text x="${box.x}" y="${y}" textLength="${box.width}" lengthAdjust="spacingAndGlyphs" fill="${color}"${attributes}>${text}</text>`;
  }
  return `<text x="${round(box.x + box.width / 2)}" y="${y}" text-anchor="middle" fill="${color}"${attributes}>${text}</text>`;
}

function boxOf({ column, columns }: Run, row: number): CellBox {
  return {
    x: round(column * CELL_WIDTH),
    y: round(row * CELL_HEIGHT),
    width: round(columns * CELL_WIDTH),
    height: CELL_HEIGHT,
  };
}

function lookOf(cell: Cell, isUnderCursor: boolean, theme: SvgTheme): Look {
  const foreground = toHex(cell.foreground, theme, theme.foreground);
  const background = toHex(cell.background, theme, theme.background);
  const [color, behind] = cell.isInverse ? [background, foreground] : [foreground, background];
  const lines = [
    cell.isUnderlined ? "underline" : "",
    cell.isStruckThrough ? "line-through" : "",
    cell.isOverlined ? "overline" : "",
  ].filter((line) => line !== "");
  const attributes = [
    cell.isBold ? ' font-weight="bold"' : "",
    cell.isItalic ? ' font-style="italic"' : "",
    cell.isInvisible ? ' opacity="0"' : cell.isDim ? ' opacity="0.6"' : "",
    lines.length > 0 ? ` text-decoration="${lines.join(" ")}"` : "",
  ];
  return {
    color: isUnderCursor ? theme.background : color,
    background: isUnderCursor ? theme.cursor : behind,
    attributes: attributes.join(""),
  };
}

function toHex(color: CellColor, theme: SvgTheme, ownColor: string): string {
  if (color === "default") return ownColor;
  return typeof color === "number" ? paletteColor(theme, color) : color;
}

function isAlike(one: Look, other: Look): boolean {
  return one.color === other.color && one.background === other.background && one.attributes === other.attributes;
}

const XML_ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML does not allow at all are left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, "")
    .replace(/[&<>"]/g, (character) => XML_ESCAPES[character] ?? character);
}
