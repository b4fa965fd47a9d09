import type { JournalEvent, Side } from "@chat/journal";
import { showBytes } from "@chat/journal/draw";
import { displayText } from "@chat/protocol";
import { findHints } from "./rejection-hints.ts";

/** One read from the client, or one write to it. All texts are safe to show. */
export interface ReadRow {
  readonly t: number;
  readonly from: Side;
  /** Position of its first byte in the stream of its side. */
  readonly offset: number;
  readonly length: number;
  readonly segments: readonly Segment[];
  /** Everything that became complete with it. */
  readonly found: readonly Found[];
}

/** Bytes of a read that belong together. */
export interface Segment {
  readonly kind: "name" | "message" | "rejected" | "other";
  readonly text: string;
  readonly hex: string;
  /** True when its first part is in a read before, and when its rest is in a later one. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/** Something that was found in the bytes. */
interface Found {
  readonly text: string;
  readonly isProblem: boolean;
}

type SpanEvent = Extract<JournalEvent, { event: "named" | "frame" | "rejected" }>;
type BytesEvent = Extract<JournalEvent, { event: "bytes" }>;

/** Most bytes of a read that are shown. */
const MAX_SHOWN_BYTES = 1_024;

/** Makes a list of the reads and writes of a journal, in the order of their times. */
export function listReads(events: readonly JournalEvent[]): ReadRow[] {
  const spans = events.filter(
    (event): event is SpanEvent => event.event === "named" || event.event === "frame" || event.event === "rejected",
  );
  const bySide = {
    client: spans.filter((span) => sideOf(span) === "client").sort((a, b) => a.offset - b.offset),
    server: spans.filter((span) => sideOf(span) === "server").sort((a, b) => a.offset - b.offset),
  };
  const words = new FoundWords(events);
  return events
    .filter((event) => event.event === "bytes")
    .filter(({ bytes }) => bytes.length > 0)
    .map((read) => {
      const { t, from, offset, bytes } = read;
      const end = offset + bytes.length;
      const touched = bySide[from].filter((span) => span.offset < end && span.offset + span.length > offset);
      const complete = touched.filter((span) => span.offset + span.length <= end);
      return {
        t,
        from,
        offset,
        length: bytes.length,
        segments: cutSegments(read, touched),
        found: complete.map((span) => words.describe(span)),
      };
    });
}

function sideOf(span: SpanEvent): Side {
  return span.event === "named" ? "client" : span.from;
}

/** Cuts the bytes of a read where the spans begin and end. */
function cutSegments({ offset, bytes }: BytesEvent, spans: readonly SpanEvent[]): Segment[] {
  const shownEnd = offset + Math.min(bytes.length, MAX_SHOWN_BYTES);
  const segments: Segment[] = [];
  let at = offset;
  const add = (end: number, kind: Segment["kind"], isCutBefore: boolean, isCutAfter: boolean) => {
    if (end <= at) return;
    const part = bytes.subarray(at - offset, end - offset);
    segments.push({ kind, text: showBytes(part), hex: toHex(part), isCutBefore, isCutAfter });
    at = end;
  };
  for (const { event, offset: start, length } of spans) {
    if (at >= shownEnd) break;
    add(Math.min(start, shownEnd), "other", false, false);
    const kind = event === "named" ? "name" : event === "frame" ? "message" : "rejected";
    const end = start + length;
    add(Math.min(end, shownEnd), kind, start < offset, end > offset + bytes.length);
  }
  add(shownEnd, "other", false, false);
  if (bytes.length > MAX_SHOWN_BYTES) {
    const text = `… ${bytes.length - MAX_SHOWN_BYTES} bytes more`;
    segments.push({ kind: "other", text, hex: text, isCutBefore: false, isCutAfter: false });
  }
  return segments;
}

/** Words for what is found in the bytes. */
class FoundWords {
  readonly #hints: ReadonlyMap<number, string>;
  /** Why messages were refused, by their position. */
  readonly #refusals = new Map<number, string>();

  constructor(events: readonly JournalEvent[]) {
    this.#hints = findHints(events);
    for (const event of events) {
      if (event.event === "refused" && event.offset !== undefined) this.#refusals.set(event.offset, event.reason);
    }
  }

  describe(span: SpanEvent): Found {
    switch (span.event) {
      case "named": {
        const end = span.framed ? "" : ", without a newline";
        return { text: `name “${displayText(span.name)}”${end}`, isProblem: false };
      }
      case "rejected": {
        const why = this.#hints.get(span.offset) ?? span.reason;
        return { text: `${displayText(span.code)}, at byte ${span.offset}: ${displayText(why)}`, isProblem: true };
      }
      case "frame": {
        const reason = span.from === "client" ? this.#refusals.get(span.offset) : undefined;
        const who = span.from === "client" ? `to ${displayText(span.to)}` : `from ${displayText(span.sender)}`;
        const refused = reason === undefined ? "" : `, refused: ${displayText(reason)}`;
        return { text: `message ${who}, ${span.length} bytes${refused}`, isProblem: reason !== undefined };
      }
    }
  }
}

/** Writes bytes as hexadecimal digits, a byte apart from the next. */
function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
