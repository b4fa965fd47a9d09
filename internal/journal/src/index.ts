export {
  ConnectionRecorder,
  type LineTaker,
  type RecordedClient,
  type RecordedMiddle,
  type RecorderOptions,
} from "./connection-recorder.ts";
export type { Journal, JournalProblem } from "./journal.ts";
export {
  type ByteSpan,
  type FrameEvent,
  JOURNAL_VERSION,
  type JournalEvent,
  type JournalStart,
  type RejectedEvent,
  type Side,
} from "./journal-event.ts";
export { JournalError, readJournal } from "./read-journal.ts";
export { cutToWidth, textWidth } from "./text-width.ts";
export { writeLine } from "./write-line.ts";
