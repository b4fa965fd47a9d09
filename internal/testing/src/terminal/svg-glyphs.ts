/** The box of a cell on the picture, in pixels. */
export interface CellBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** To which sides a line goes from the middle of its cell: up, right, down, left. */
const LINES: Readonly<Record<string, string>> = {
  "─": "RL",
  "│": "UD",
  "┌": "RD",
  "┐": "DL",
  "└": "UR",
  "┘": "UL",
  "├": "URD",
  "┤": "UDL",
  "┬": "RDL",
  "┴": "URL",
  "┼": "URDL",
  "╴": "L",
  "╵": "U",
  "╶": "R",
  "╷": "D",
};

const ROUND_CORNERS: Readonly<Record<string, readonly [horizontal: -1 | 1, vertical: -1 | 1]>> = {
  "╭": [1, 1],
  "╮": [-1, 1],
  "╰": [1, -1],
  "╯": [-1, -1],
};

/** The part of the cell that a block fills, in eighths: left, top, width, height. */
const BLOCKS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "█": [0, 0, 8, 8],
  "▀": [0, 0, 8, 4],
  "▄": [0, 4, 8, 4],
  "▌": [0, 0, 4, 8],
  "▐": [4, 0, 4, 8],
  "▏": [0, 0, 1, 8],
  "▎": [0, 0, 2, 8],
  "▍": [0, 0, 3, 8],
  "▋": [0, 0, 5, 8],
  "▊": [0, 0, 6, 8],
  "▉": [0, 0, 7, 8],
  "▕": [7, 0, 1, 8],
  "▔": [0, 0, 8, 1],
  "▁": [0, 7, 8, 1],
  "▂": [0, 6, 8, 2],
  "▃": [0, 5, 8, 3],
  "▅": [0, 3, 8, 5],
  "▆": [0, 2, 8, 6],
  "▇": [0, 1, 8, 7],
};

/** Picture of a line's end, drawn as its two letters: fonts for code often lack it. */
const NEW_LINE = "␤";

/**
 * Draws lines and blocks from edge to edge of their cells, so that they meet in every font, and the picture of a line's
 * end; `undefined` for all else.
 *
 * @param color - of the line, `#rrggbb`
 */
export function drawGlyph(character: string, box: CellBox, color: string): string | undefined {
  const block = BLOCKS[character];
  if (block) return drawBlock(block, box, color);
  if (character === NEW_LINE) return drawNewLine(box, color);
  const path = linePath(LINES[character], box) ?? cornerPath(ROUND_CORNERS[character], box);
  return path && `<path d="${path}" fill="none" stroke="${color}" stroke-width="1.2"/>`;
}

function drawBlock([left, top, width, height]: readonly [number, number, number, number], box: CellBox, color: string) {
  const [cellWidth, cellHeight] = [box.width / 8, box.height / 8];
  const position = `x="${round(box.x + left * cellWidth)}" y="${round(box.y + top * cellHeight)}"`;
  return `<rect ${position} width="${round(width * cellWidth)}" height="${round(height * cellHeight)}" fill="${color}"/>`;
}

function drawNewLine({ x, y, width, height }: CellBox, color: string): string {
  const letters = [
    ["N", x + width * 0.3, y + height * 0.5],
    ["L", x + width * 0.7, y + height * 0.78],
  ] as const;
  return letters
    .map(([letter, letterX, letterY]) => {
      const position = `x="${round(letterX)}" y="${round(letterY)}"`;
      return `<text ${position} text-anchor="middle" font-size="${round(width)}" fill="${color}">${letter}</text>`;
    })
    .join("");
}

function linePath(sides: string | undefined, { x, y, width, height }: CellBox): string | undefined {
  if (sides === undefined) return undefined;
  const [middleX, middleY] = [round(x + width / 2), round(y + height / 2)];
  const ends: Record<string, string> = {
    U: `V${round(y)}`,
    D: `V${round(y + height)}`,
    L: `H${round(x)}`,
    R: `H${round(x + width)}`,
  };
  return Array.from(sides, (side) => `M${middleX} ${middleY}${ends[side]}`).join("");
}

function cornerPath(
  corner: readonly [horizontal: -1 | 1, vertical: -1 | 1] | undefined,
  { x, y, width, height }: CellBox,
): string | undefined {
  if (corner === undefined) return undefined;
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const [endX, endY] = [middleX + (corner[0] * width) / 2, middleY + (corner[1] * height) / 2];
  const bendY = middleY + (corner[1] * width) / 2;
  return `M${round(middleX)} ${round(endY)}V${round(bendY)}Q${round(middleX)} ${round(middleY)} ${round(endX)} ${round(middleY)}`;
}

/** Hundredths of a pixel are enough, and keep the picture small. */
export function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
