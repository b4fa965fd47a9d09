import type { Cell } from "./cell.ts";
import type { TerminalSnapshot } from "./terminal-snapshot.ts";

/** A rectangle of cells, counted from 0 at the top left of the screen. */
export interface CellArea {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Describes the differences of two snapshots of a terminal, a sentence for each: in cells outside the areas, and in
 * everything that is no cell. Inside of them a message may look as it likes; anywhere else, nothing of it may show.
 */
export function differencesOutside(
  before: TerminalSnapshot,
  after: TerminalSnapshot,
  ...areas: readonly CellArea[]
): string[] {
  if (before.columns !== after.columns || before.rows !== after.rows) {
    return [`The screen has ${after.columns}×${after.rows} cells and had ${before.columns}×${before.rows}.`];
  }
  return [...differentSettings(before, after), ...differentCells(before, after, areas)];
}

function differentSettings(before: TerminalSnapshot, after: TerminalSnapshot): string[] {
  const { columns: _columns, rows: _rows, cells: _cells, ...settings } = before;
  const names = Object.keys(settings) as (keyof typeof settings)[];
  return names.flatMap((name) => {
    const [was, is] = [JSON.stringify(before[name]), JSON.stringify(after[name])];
    return was === is ? [] : [`${name}: ${is} instead of ${was}.`];
  });
}

function differentCells(before: TerminalSnapshot, after: TerminalSnapshot, areas: readonly CellArea[]): string[] {
  const differences: string[] = [];
  for (const [row, cells] of after.cells.entries()) {
    for (const [column, cell] of cells.entries()) {
      if (areas.some((area) => isInside(area, row, column))) continue;
      const cellBefore = before.cells[row]?.[column];
      // Most are alike, and describing them takes long.
      if (cellBefore && isAlike(cellBefore, cell)) continue;
      const [was, is] = [describeCell(cellBefore), describeCell(cell)];
      if (was !== is) differences.push(`Row ${row}, column ${column}: ${is} instead of ${was}.`);
    }
  }
  return differences;
}

function isInside({ row, column, rows, columns }: CellArea, atRow: number, atColumn: number): boolean {
  return atRow >= row && atRow < row + rows && atColumn >= column && atColumn < column + columns;
}

function isAlike(one: Cell, other: Cell): boolean {
  for (const name in one) {
    if (one[name as keyof Cell] !== other[name as keyof Cell]) return false;
  }
  return true;
}

/** A cell that was never written looks like one with a space. */
function describeCell(cell: Cell | undefined): string {
  return JSON.stringify(
    cell && { ...cell, characters: cell.characters === "" && cell.width === 1 ? " " : cell.characters },
  );
}
