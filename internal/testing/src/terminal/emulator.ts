import xterm, { type IUnicodeVersionProvider } from "@xterm/headless";

/** The number of cells that a character takes in a terminal. */
export type CharacterWidth = (codePoint: number) => 0 | 1 | 2;

export interface VirtualTerminalOptions {
  /** @default 80 */
  readonly columns?: number;
  /** @default 24 */
  readonly rows?: number;
  /** Rows kept above the screen. @default 1000 */
  readonly scrollbackRows?: number;
  /** True when a line feed also returns to the first column, as for a program whose output passes no tty. @default false */
  readonly convertsNewlines?: boolean;
  /**
   * Widths of characters in this terminal.
   *
   * @default the tables of Unicode 6, character by character, as terminals of that age have them
   */
  readonly characterWidth?: CharacterWidth;
}

/** Creates the emulator of a virtual terminal. */
export function createEmulator({
  columns = 80,
  rows = 24,
  scrollbackRows = 1_000,
  convertsNewlines = false,
  characterWidth,
}: VirtualTerminalOptions): xterm.Terminal {
  const emulator = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: scrollbackRows,
    convertEol: convertsNewlines,
    allowProposedApi: true,
    windowOptions: ALL_WINDOW_OPTIONS,
    logLevel: "off",
  });
  if (characterWidth) {
    emulator.unicode.register(new WidthTable(characterWidth));
    emulator.unicode.activeVersion = WidthTable.version;
  }
  return emulator;
}

/** A terminal that refuses nothing shows what a program tries. */
const ALL_WINDOW_OPTIONS: xterm.IWindowOptions = {
  restoreWin: true,
  minimizeWin: true,
  setWinPosition: true,
  setWinSizePixels: true,
  raiseWin: true,
  lowerWin: true,
  refreshWin: true,
  setWinSizeChars: true,
  maximizeWin: true,
  fullscreenWin: true,
  getWinState: true,
  getWinPosition: true,
  getWinSizePixels: true,
  getScreenSizePixels: true,
  getCellSizePixels: true,
  getWinSizeChars: true,
  getScreenSizeChars: true,
  getIconTitle: true,
  getWinTitle: true,
  pushTitle: true,
  popTitle: true,
  setWinLines: true,
};

/** The widths that a test has chosen, for the emulator: a character without width joins the one before it. */
class WidthTable implements IUnicodeVersionProvider {
  static readonly version = "chosen by the test";
  readonly version = WidthTable.version;
  readonly wcwidth: CharacterWidth;

  constructor(characterWidth: CharacterWidth) {
    this.wcwidth = characterWidth;
  }

  // The emulator keeps both answers in one number: the width in bits 1 and 2, whether the character joins in bit 0.
  charProperties(codePoint: number, preceding: number): number {
    const width = this.wcwidth(codePoint);
    const widthBefore = (preceding >> 1) & 3;
    const joins = width === 0 && widthBefore > 0;
    return joins ? (widthBefore << 1) | 1 : width << 1;
  }
}
