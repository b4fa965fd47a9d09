import type { IBufferCell } from "@xterm/headless";

/** The terminal's own colour, one of its 256, or 24 bits as `#rrggbb`. */
export type CellColor = "default" | number | `#${string}`;

/** One cell of a screen, as the terminal would draw it. */
export interface Cell {
  /** The character with its marks; `""` where nothing was written, and in the second half of a wide character. */
  readonly characters: string;
  /** 2 for a wide character, 0 for its second half. */
  readonly width: number;
  readonly foreground: CellColor;
  readonly background: CellColor;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isInverse: boolean;
  readonly isInvisible: boolean;
  readonly isStruckThrough: boolean;
  readonly isBlinking: boolean;
  readonly isOverlined: boolean;
}

export function readCell(cell: IBufferCell): Cell {
  return {
    characters: cell.getChars(),
    width: cell.getWidth(),
    foreground: cell.isFgDefault() ? "default" : readColor(cell.getFgColor(), cell.isFgRGB()),
    background: cell.isBgDefault() ? "default" : readColor(cell.getBgColor(), cell.isBgRGB()),
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
    isItalic: cell.isItalic() !== 0,
    isUnderlined: cell.isUnderline() !== 0,
    isInverse: cell.isInverse() !== 0,
    isInvisible: cell.isInvisible() !== 0,
    isStruckThrough: cell.isStrikethrough() !== 0,
    isBlinking: cell.isBlink() !== 0,
    isOverlined: cell.isOverline() !== 0,
  };
}

function readColor(color: number, isRgb: boolean): CellColor {
  return isRgb ? `#${color.toString(16).padStart(6, "0")}` : color;
}
