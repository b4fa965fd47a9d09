import type { JournalEvent, JournalStart } from "./journal-event.ts";

/** A line that could not be read. */
export interface JournalProblem {
  /** The number of the line, from 1. */
  readonly line: number;
  /** What is wrong with it, in a sentence. */
  readonly text: string;
}

/** A journal that was read. */
export interface Journal {
  readonly start: JournalStart;
  /** All events, in the order of their times. */
  readonly events: readonly JournalEvent[];
  /** The lines that could not be read, and are left out. A journal that is still written may end inside a line. */
  readonly problems: readonly JournalProblem[];
}
