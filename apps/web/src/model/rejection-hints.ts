import type { FrameEvent, JournalEvent } from "@chat/journal";

/** The answer to a rejection names the place of the rejected bytes, by the contract. */
const ANSWER = /^⛔ Error: At byte (\d+), (.*)$/s;

/**
 * Finds what the server told its client about each rejection: the reason, and how to mend it. The key is the position of the rejected
 * bytes. An answer that is masked, or was never written, is missing.
 */
export function findHints(events: readonly JournalEvent[]): ReadonlyMap<number, string> {
  const answers = events.filter(
    (event): event is FrameEvent => event.event === "frame" && event.from === "server" && event.masked === undefined,
  );
  const found = new Map<number, string>();
  for (const answer of answers) {
    const [, offset, reason] = ANSWER.exec(readText(events, answer)) ?? [];
    if (offset !== undefined && reason !== undefined) found.set(Number(offset), reason);
  }
  return found;
}

/** Returns the text of a message of the server; empty when some of its bytes are not there. */
function readText(events: readonly JournalEvent[], { offset, length }: FrameEvent): string {
  const decoder = new TextDecoder();
  let json = "";
  for (const event of events) {
    if (event.event !== "bytes" || event.from !== "server") continue;
    const [start, end] = [offset - event.offset, offset + length - event.offset];
    if (end <= 0 || start >= event.bytes.length) continue;
    json += decoder.decode(event.bytes.subarray(Math.max(0, start), end), { stream: true });
  }
  try {
    const { msg } = JSON.parse(json) as { readonly msg?: unknown };
    return typeof msg === "string" ? msg : "";
  } catch {
    return "";
  }
}
