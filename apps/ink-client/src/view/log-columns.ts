/** The widths of the columns of a log, in cells. */
export interface LogColumns {
  readonly width: number;
  /** `HH:MM`, or nothing. */
  readonly time: 0 | 5;
  /** The width of the column of names; 0 where the name stands in the text. */
  readonly nick: number;
}

/** The longest row of text that is easy to read is shorter; code and tables have room in this one. */
const MAX_TEXT_CELLS = 104;

/** The separator between the name and the text. */
export const NICK_SEPARATOR = " │ ";
/** The same before a message whose name is not written again: else it would look like the end of the one above. */
export const GROUPED_SEPARATOR = " ├ ";

/** Divides the room for a log into columns: in a narrow one the text needs it most, in a wide one the rest stays empty. */
export function layOutLogColumns(room: number): LogColumns {
  if (room < 40) return { width: room, time: 0, nick: 0 };
  const nick = room >= 90 ? 16 : room >= 56 ? 10 : 8;
  return { width: Math.min(room, 5 + 1 + nick + NICK_SEPARATOR.length + MAX_TEXT_CELLS), time: 5, nick };
}
