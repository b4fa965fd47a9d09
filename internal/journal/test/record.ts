import { ConnectionRecorder, type RecorderOptions } from "../src/connection-recorder.ts";
import type { JournalEvent, Side } from "../src/journal-event.ts";
import { readJournal } from "../src/read-journal.ts";

/** What a test lets happen to a recorded connection. */
export interface RecordOptions extends RecorderOptions {
  /** The writes of the server, after all reads. */
  readonly sent?: readonly string[];
  /** The server refuses the connection. */
  readonly isRefused?: boolean;
  /** Called before the connection is closed. */
  readonly act?: (recorder: ConnectionRecorder) => void;
  /** The journal stops before the connection is closed. */
  readonly stops?: boolean;
}

const encoder = new TextEncoder();

/** Records a connection whose client is called Ada. Returns the text of the journal, and what is read from it. */
export function recordClient(reads: readonly (string | Uint8Array)[], options: RecordOptions = {}) {
  const { sent = [], isRefused = false, act, stops = false, ...recorderOptions } = options;
  let text = "";
  const recorder = new ConnectionRecorder(recorderOptions);
  recorder.begin({ connection: 1, name: "Ada", address: "127.0.0.1" }, (line) => {
    text += line;
  });
  let isNamed = false;
  for (const read of reads) {
    const bytes = typeof read === "string" ? encoder.encode(read) : read.slice();
    recorder.bytes("client", bytes);
    // The memory of a read belongs to the next one.
    const hasName = bytes.includes(0x0a) || bytes.includes(0x7d);
    bytes.fill(0);
    if (hasName && !isNamed && !isRefused) recorder.named("Ada");
    isNamed ||= hasName;
  }
  if (isRefused) recorder.refused("the name is not allowed");
  for (const line of sent) recorder.bytes("server", encoder.encode(line));
  act?.(recorder);
  if (stops) recorder.stop("enough");
  recorder.closed("client", "left");
  return { text, ...readJournal(text.trimEnd().split("\n")) };
}

/** Returns the bytes of one side, as they were recorded. */
export function joinBytes(events: readonly JournalEvent[], side: Side): Uint8Array {
  const parts = events.flatMap((event) => (event.event === "bytes" && event.from === side ? [...event.bytes] : []));
  return Uint8Array.from(parts);
}
