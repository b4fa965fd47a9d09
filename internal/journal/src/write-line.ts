import { writeBytes } from "./bytes-text.ts";
import type { JournalEvent, JournalStart } from "./journal-event.ts";

/** All but printable ASCII, by code unit: DEL and the C1 controls, too, which JSON leaves as they are. */
const UNSAFE = /[^ -~]/g;

/** Writes one line of a journal. It is plain ASCII, so that showing the file as it is does nothing to a terminal. */
export function writeLine(line: JournalStart | JournalEvent): string {
  const json = JSON.stringify("event" in line && line.event === "bytes" ? toJson(line) : line);
  return `${json.replace(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

function toJson({ bytes, ...event }: JournalEvent & { readonly event: "bytes" }): object {
  return { ...event, ...writeBytes(bytes) };
}
