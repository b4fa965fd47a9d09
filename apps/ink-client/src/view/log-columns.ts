/** The widths of the columns of a log, in cells. */
export interface LogColumns {
  readonly width: number;
  /** `HH:MM:SS`, `HH:MM`, or nothing. */
  readonly time: 0 | 5 | 8;
  /** The width of the column of names; 0 where the name stands in the text. */
  readonly nick: number;
}

/** Divides the width of a log into columns: in a narrow one the text needs it most. */
export function layOutLogColumns(width: number): LogColumns {
  if (width >= 90) return { width, time: 8, nick: 16 };
  if (width >= 56) return { width, time: 5, nick: 12 };
  if (width >= 40) return { width, time: 5, nick: 8 };
  return { width, time: 0, nick: 0 };
}

/** The separator between the name and the text. */
export const NICK_SEPARATOR = " │ ";
