interface Style {
  /** A colour as Ink takes it. */
  readonly color?: string;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
}

export interface Segment extends Style {
  readonly text: string;
}

export type Row = readonly Segment[];

export function rowText(row: Row): string {
  return row.map(({ text }) => text).join("");
}

/** Cuts a row to a number of cells. Every character of the view takes one. */
export function cutRow(row: Row, cells: number): Row {
  let room = cells;
  return row.flatMap((segment) => {
    const characters = Array.from(segment.text);
    const kept = characters.slice(0, Math.max(0, room));
    room -= characters.length;
    return kept.length === 0 ? [] : [{ ...segment, text: kept.join("") }];
  });
}
