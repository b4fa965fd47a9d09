import { displayText, MAX_SERVER_MESSAGE_BYTES } from "@chat/protocol";
import type { Journal } from "./journal.ts";
import type { ByteSpan, BytesEvent, FrameEvent, JournalEvent, Side } from "./journal-event.ts";
import { showBytes } from "./show-bytes.ts";
import { type NumberedPart, StreamBytes } from "./stream-bytes.ts";

/** One row of a sequence diagram. All texts are safe to show, and without line breaks. */
export type DiagramRow = ArrowRow | NoteRow;

/** Something that one side sent. */
export interface ArrowRow {
  readonly kind: "arrow";
  /** Milliseconds since the start. */
  readonly t: number;
  readonly from: Side;
  /** What it is, the most important first. */
  readonly label: string;
  /** Its length, and the reads or writes in which it came. */
  readonly detail: string;
  /** The bytes as they came, apart where two reads or writes meet; empty when they tell nothing more. */
  readonly parts: readonly string[];
  /** Why it was refused; `null` when it was not. */
  readonly problem: string | null;
}

/** Something that happened to the connection. */
export interface NoteRow {
  readonly kind: "note";
  readonly t: number;
  /** The side that did it; `null` for both, or neither. */
  readonly side: Side | null;
  readonly text: string;
  readonly isProblem: boolean;
}

/** A journal as it is drawn. */
export interface Diagram {
  readonly title: string;
  readonly rows: readonly DiagramRow[];
  /** Sentences about lines that could not be read. */
  readonly problems: readonly string[];
}

/** Most bytes of one part, and most parts, that are shown: a row is for a look, and the journal has all bytes. */
const MAX_PART_BYTES = 1_024;
const MAX_PARTS = 64;

/** Makes the rows of a diagram from a journal. */
export function createDiagram(journal: Journal): Diagram {
  const { start, problems } = journal;
  const name = start.name === null ? "without a name" : displayText(start.name);
  const texts = start.masked ? "texts are masked" : "texts are shown";
  const middle = start.from ? " · without its beginning" : "";
  return {
    title: `Connection ${start.connection} · ${name} · ${displayText(start.address)} · ${displayText(start.startedAt)} · ${texts}${middle}`,
    rows: new RowMaker(journal).rows,
    problems: problems.map(({ line, text }) => `Line ${line} was left out: ${text}`),
  };
}

class RowMaker {
  readonly #events: readonly JournalEvent[];
  readonly #streams: Readonly<Record<Side, StreamBytes>>;
  /** Refusals of messages for other reasons than their form, by the position of the message. */
  readonly #refusals = new Map<number, string>();

  constructor({ events }: Journal) {
    this.#events = events;
    const bytesOf = (side: Side) =>
      new StreamBytes(events.filter((event): event is BytesEvent => event.event === "bytes" && event.from === side));
    this.#streams = { client: bytesOf("client"), server: bytesOf("server") };
    for (const event of events) {
      if (event.event === "refused" && event.offset !== undefined) this.#refusals.set(event.offset, event.reason);
    }
  }

  get rows(): DiagramRow[] {
    const rows: DiagramRow[] = this.#events.flatMap((event) => this.#toRow(event) ?? []);
    return [...rows, ...this.#gapRows("client"), ...this.#gapRows("server")].sort((a, b) => a.t - b.t);
  }

  #toRow(event: JournalEvent): DiagramRow | null {
    const { t } = event;
    switch (event.event) {
      case "opened":
        return note(t, "client", "connects");
      case "named":
        return this.#arrow(
          event,
          "client",
          `name ${quote(event.name)}${event.framed ? "" : ", without a newline"}`,
          null,
        );
      case "frame":
        return this.#frameRow(event);
      case "rejected":
        return this.#arrow(event, event.from, `no message: ${event.code}`, `At byte ${event.offset}, ${event.reason}`);
      case "refused":
        return event.offset === undefined ? note(t, "server", `refuses the connection: ${event.reason}`, true) : null;
      case "ended":
        return note(t, event.by, "sends nothing more");
      case "closed":
        return event.by === "network"
          ? note(t, null, `the connection broke (${event.reason})`, true)
          : note(t, event.by, `closed the connection (${event.reason})`);
      case "stopped":
        return note(t, null, `the journal stops here: ${event.reason}`, true);
      case "bytes":
        return null;
    }
  }

  #frameRow(event: FrameEvent): DiagramRow {
    const { from, sender, to, offset, masked } = event;
    const text = masked ? `${countBytes(masked.length)} of text` : quote(this.#readText(event));
    const label = from === "client" ? `to ${displayText(to)}: ${text}` : `from ${displayText(sender)}: ${text}`;
    return this.#arrow(event, from, label, from === "client" ? (this.#refusals.get(offset) ?? null) : null);
  }

  #arrow(event: SpanEvent, from: Side, label: string, problem: string | null): ArrowRow {
    const parts = this.#streams[from].cut(event);
    const showsBytes = parts.length > 1 || event.event === "rejected";
    return { ...arrow(event, from, label, parts, problem), parts: showsBytes ? showParts(parts) : [] };
  }

  #readText({ from, offset, length }: FrameEvent): string {
    if (length > MAX_SERVER_MESSAGE_BYTES) return "";
    const bytes = this.#streams[from].cut({ offset, length }).map((part) => part.bytes);
    try {
      const { msg } = JSON.parse(decodeAll(bytes)) as { readonly msg?: unknown };
      return typeof msg === "string" ? msg : "";
    } catch {
      return "";
    }
  }

  /** Makes rows of the bytes that no other row is about: those of a refused handshake, for example. */
  #gapRows(from: Side): ArrowRow[] {
    const stream = this.#streams[from];
    const gaps = findGaps(
      this.#events.filter((event) => isSpanOf(event, from)),
      stream.end,
    );
    const parts = gaps.flatMap((gap) => stream.cut(gap)).filter(({ bytes }) => !bytes.every(isBlank));
    return parts.map((part) => arrow({ t: part.t, length: part.bytes.length }, from, "bytes", [part], null));
  }
}

type SpanEvent = Extract<JournalEvent, ByteSpan>;

function isSpanOf(event: JournalEvent, side: Side): event is SpanEvent {
  if (event.event === "named") return side === "client";
  return (event.event === "frame" || event.event === "rejected") && event.from === side;
}

/** Returns the spans between spans, up to the end of the stream. */
function findGaps(spans: readonly ByteSpan[], end: number): ByteSpan[] {
  const gaps: ByteSpan[] = [];
  let at = 0;
  for (const { offset, length } of [...spans].sort((a, b) => a.offset - b.offset)) {
    if (offset > at) gaps.push({ offset: at, length: offset - at });
    at = Math.max(at, offset + length);
  }
  if (end > at) gaps.push({ offset: at, length: end - at });
  return gaps;
}

function arrow(
  { t, length }: { readonly t: number; readonly length: number },
  from: Side,
  label: string,
  parts: readonly NumberedPart[],
  problem: string | null,
): ArrowRow {
  return {
    kind: "arrow",
    t,
    from,
    label: displayText(label),
    detail: describeParts(length, from, parts),
    parts: showParts(parts),
    problem: problem === null ? null : displayText(problem),
  };
}

function note(t: number, side: Side | null, text: string, isProblem = false): NoteRow {
  return { kind: "note", t, side, text: displayText(text), isProblem };
}

function quote(text: string): string {
  return `“${displayText(text)}”`;
}

/** Describes in which reads of the server, or writes of it, bytes came: `85 bytes, reads 3–5: 4 + 60 + 21`. */
function describeParts(length: number, from: Side, parts: readonly NumberedPart[]): string {
  const [first] = parts;
  const last = parts.at(-1);
  const word = from === "client" ? "read" : "write";
  const size = countBytes(length);
  if (!first || !last) return size;
  if (first === last) return `${size}, ${word} ${first.number}`;
  const sizes = parts.slice(0, 5).map(({ bytes }) => bytes.length);
  return `${size}, ${word}s ${first.number}–${last.number}: ${sizes.join(" + ")}${parts.length > 5 ? " + …" : ""}`;
}

/** Writes a number of bytes with its unit. */
export function countBytes(count: number): string {
  return `${count} ${count === 1 ? "byte" : "bytes"}`;
}

/** Makes the first parts readable, and safe to show. */
export function showParts(parts: readonly Pick<BytesEvent, "bytes">[]): string[] {
  const shown = parts.slice(0, MAX_PARTS).map(({ bytes }) => showBytes(bytes.subarray(0, MAX_PART_BYTES)));
  return parts.length > MAX_PARTS ? [...shown, `… ${parts.length - MAX_PARTS} more`] : shown;
}

function decodeAll(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((bytes) => decoder.decode(bytes, { stream: true })).join("") + decoder.decode();
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
