import { displayText } from "@chat/protocol";
import { countBytes, showParts } from "./diagram.ts";
import { formatSeconds, type TextOptions } from "./draw-text.ts";
import type { FrameEvent, RejectedEvent, Side } from "./journal-event.ts";
import { FAINT, paint, RED } from "./paint.ts";
import { shortenParts } from "./shorten-parts.ts";
import { cutToWidth, textWidth, wrapToWidth } from "./text-width.ts";

/** A moment of one of several connections, which is shown while they last. */
interface LiveMoment {
  /** Milliseconds since the start. */
  readonly t: number;
  /** The number of the connection. */
  readonly connection: number;
}

/** Bytes that went over. */
export interface LiveBytes extends LiveMoment {
  readonly from: Side;
  /** The bytes of each write. */
  readonly parts: readonly Uint8Array[];
  /** The messages that they completed, and what in them is no message. */
  readonly found: readonly (FrameEvent | RejectedEvent)[];
  /** The words for bytes that completed nothing. */
  readonly otherwise: string;
}

/** Something that happened, in a sentence. */
export interface LiveSentence extends LiveMoment {
  readonly text: string;
  readonly isProblem: boolean;
}

/** Most messages of one line that are named. */
const MAX_NAMED = 3;
const TIME_COLUMNS = 8;
const MIN_ROOM = 30;
const COUNT_COLUMNS = "65536 bytes".length;

/** Draws bytes as one line: time, connection, sender, how many they are, what they are, and the bytes with a mark at each cut. */
export function drawBytes(moment: LiveBytes, options: TextOptions): string {
  const { from, parts, found, otherwise } = moment;
  const named = found.slice(0, MAX_NAMED).map(nameFound);
  const more = found.length > MAX_NAMED ? [`${found.length - MAX_NAMED} more`] : [];
  const size = countBytes(parts.reduce((sum, { length }) => sum + length, 0));
  const writes = parts.length > 1 ? ` in ${parts.length} writes` : "";
  const what = displayText([...named, ...more].join(", ") || otherwise);
  const room = roomOf(moment, options);
  const head = cutToWidth(`${from} ${size.padStart(COUNT_COLUMNS)}${writes} · ${what} · `, room);
  const shown = showParts(parts.map((bytes) => ({ bytes })));
  const isProblem = found.some(({ event }) => event === "rejected");
  return drawLine(moment, head + shortenParts(shown, room - textWidth(head)), isProblem, options);
}

/** Draws a sentence, in as many lines as it needs. */
export function drawSentence(moment: LiveSentence, options: TextOptions): string {
  const { text, isProblem } = moment;
  const lines = wrapToWidth(`${isProblem ? "✗" : "●"} ${displayText(text)}`, roomOf(moment, options));
  return lines.map((line) => drawLine(moment, line, isProblem, options)).join("\n");
}

function nameFound(event: FrameEvent | RejectedEvent): string {
  if (event.event === "rejected") return `✗ no message: ${event.code}`;
  return event.from === "client" ? `to ${event.to}` : `from ${event.sender}`;
}

/** Columns behind the head of a line, at least some: a narrow terminal wraps it. */
function roomOf(moment: LiveMoment, { columns }: TextOptions): number {
  return Math.max(MIN_ROOM, columns - headOf(moment).length);
}

function headOf({ t, connection }: LiveMoment): string {
  return `${formatSeconds(t).padStart(TIME_COLUMNS)} #${connection} `;
}

function drawLine(moment: LiveMoment, text: string, isProblem: boolean, { hasColors }: TextOptions): string {
  return paint(headOf(moment), FAINT, hasColors) + paint(text, isProblem ? RED : "", hasColors);
}
