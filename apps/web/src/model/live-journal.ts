import { type Journal, readJournal } from "@chat/journal";

/** A journal that still goes on. */
export interface LiveJournal extends Journal {
  /** Its first line. */
  readonly startLine: string;
  /** Events that were dropped since there are too many. */
  readonly dropped: number;
}

/** Most events that are kept: more than anybody reads, and quick to draw. */
export const MAX_EVENTS = 1_500;

/**
 * Adds lines to a journal, the first of which begins it. Only the latest events are kept.
 *
 * @throws {JournalError} when the first line is not that of a journal
 */
export function addLines(journal: LiveJournal | null, lines: readonly string[]): LiveJournal {
  const startLine = journal?.startLine ?? lines[0] ?? "";
  const read = readJournal(journal ? [startLine, ...lines] : lines);
  const events = [...(journal?.events ?? []), ...read.events].sort((a, b) => a.t - b.t);
  const excess = Math.max(0, events.length - MAX_EVENTS);
  const problems = [...(journal?.problems ?? []), ...read.problems].slice(-10);
  const dropped = (journal?.dropped ?? 0) + excess;
  return { startLine, start: read.start, events: events.slice(excess), problems, dropped };
}
