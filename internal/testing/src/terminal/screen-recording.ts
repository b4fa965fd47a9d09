import type { Cell } from "./cell.ts";
import type { VirtualTerminal } from "./virtual-terminal.ts";

/** A screen from a time on. */
export interface RecordedScreen {
  /** Seconds since the recording began. */
  readonly at: number;
  readonly rows: readonly (readonly Cell[])[];
  /** `null` while the cursor is hidden. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
}

/**
 * The screens of a terminal, one after the other. Its time is the one that the story has: neither a busy machine nor the
 * way in which a program cuts its output into pieces changes it.
 */
export class ScreenRecording {
  readonly columns: number;
  readonly rows: number;
  readonly screens: RecordedScreen[] = [];
  #seconds = 0;

  constructor({ columns, rows }: VirtualTerminal) {
    this.columns = columns;
    this.rows = rows;
  }

  /** The length so far, in seconds. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Records the screen that is there now, for a time in seconds. */
  record(terminal: VirtualTerminal, seconds: number): void {
    const { row, column, isVisible } = terminal.cursor;
    this.screens.push({
      at: this.#seconds,
      rows: Array.from({ length: this.rows }, (_, index) => terminal.cells(index)),
      cursor: isVisible ? { row, column } : null,
    });
    // Hundredths, without the rests that sums of such numbers have.
    this.#seconds = Math.round((this.#seconds + seconds) * 100) / 100;
  }
}
