/** A line that is being edited. */
export interface LineState {
  readonly text: string;
  /** In code units from the start of the text; always between two grapheme clusters. */
  readonly cursor: number;
}

export const EMPTY_LINE: LineState = { text: "", cursor: 0 };
