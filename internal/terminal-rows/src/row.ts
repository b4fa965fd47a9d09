/** The look of a segment of a row. */
export interface Style {
  /** A colour as Ink takes it. */
  readonly color?: string;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isInverse?: boolean;
}

/** A link that the terminal opens. Segments with the same link are one, also on several rows. */
export interface Link {
  /** Printable ASCII without spaces. */
  readonly address: string;
  /** Letters, digits and `-`. */
  readonly id: string;
}

/** A part of a row in one look. Its text is safe to show. */
export interface Segment extends Style {
  readonly text: string;
  readonly link?: Link;
}

/** A row of the screen, from left to right. */
export type Row = readonly Segment[];

/** Returns the text of a row without its looks. */
export function rowText(row: Row): string {
  return row.map(({ text }) => text).join("");
}
