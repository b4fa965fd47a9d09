import type { Cell } from "./cell.ts";

/** Position of the cursor, counted from 0 at the top left of the screen. */
export interface CursorPosition {
  readonly row: number;
  readonly column: number;
  readonly isVisible: boolean;
}

/** All that can be compared of a terminal at one moment. */
export interface TerminalSnapshot {
  readonly columns: number;
  readonly rows: number;
  readonly cells: readonly (readonly Cell[])[];
  readonly cursor: CursorPosition;
  readonly title: string;
  readonly bellCount: number;
  readonly activeBuffer: "normal" | "alternate";
  readonly scrollbackLines: readonly string[];
  /** Answers of the terminal to the program. */
  readonly answers: string;
  /** Effects that no cell shows. */
  readonly sideEffects: readonly string[];
  /** Answers of the terminal to questions about its modes, its scroll region and its protection of characters. */
  readonly modes: string;
}

const ANSI_MODES = [2, 4, 12, 20];
const DEC_MODES = [
  1, 3, 6, 7, 8, 9, 12, 25, 45, 66, 67, 47, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1049, 2004, 2026,
];
const STATUS_STRINGS = ["r", '"q', " q"];

/** Asks a terminal for every mode that it knows. */
export const MODE_QUERIES = [
  ...ANSI_MODES.map((mode) => `\u001b[${mode}$p`),
  ...DEC_MODES.map((mode) => `\u001b[?${mode}$p`),
  ...STATUS_STRINGS.map((setting) => `\u001bP$q${setting}\u001b\\`),
].join("");
