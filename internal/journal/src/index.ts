export { ConnectionRecorder, type RecordedClient, type RecorderOptions } from "./connection-recorder.ts";
export type { Journal, JournalProblem } from "./journal.ts";
export {
  type ByteSpan,
  JOURNAL_VERSION,
  type JournalEvent,
  type JournalStart,
  type Side,
} from "./journal-event.ts";
export { JournalError, readJournal } from "./read-journal.ts";
export { cutToWidth, textWidth } from "./text-width.ts";
export { writeLine } from "./write-line.ts";
