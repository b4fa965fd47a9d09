import { type ForkedReader, MessageReader, type ReceivedMessage, type Rejection } from "@chat/protocol";
import { findTextSpan } from "./find-text-span.ts";
import { HeldBytes } from "./held-bytes.ts";
import type { ByteSpan, JournalEvent, Side } from "./journal-event.ts";

/** The parts of a stream that its recorder decides. */
export interface RecordedStreamOptions {
  readonly from: Side;
  readonly maxMessageBytes: number;
  /** Takes the events: bytes when it is known what has to be masked in them, frames and rejections when they are found. */
  readonly write: (event: JournalEvent) => void;
  /** Returns a time that is later than all before. */
  readonly tick: () => number;
  /** Masks nothing. */
  readonly showsAll: boolean;
  /** Returns whether the text of a message may be shown all the same. Called once for each message, in their order. */
  readonly mayShow: (message: ReceivedMessage) => boolean;
}

const ASTERISK = 0x2a;
const LINE_FEED = 0x0a;
const OPENING_BRACE = 0x7b;

/**
 * One direction of a connection. Finds the messages by itself, with the reader of the contract, and holds bytes back until the
 * message to which they belong is complete: only then it is known what has to be masked.
 *
 * It holds about as many bytes as the reader of the server does, so the limits of the server bound both.
 */
export class RecordedStream {
  readonly #options: RecordedStreamOptions;
  #held = new HeldBytes();
  /** `null` before the messages begin: then everything is held. */
  #reader: MessageReader | null = null;
  /** Position behind the last byte that belongs to no open message. */
  #decided = 0;
  /** True when no message can come any more. */
  #isOver = false;

  constructor(options: RecordedStreamOptions) {
    this.#options = options;
  }

  /** Position behind the last byte. */
  get end(): number {
    return this.#held.end;
  }

  /** Records one read or write. The memory of the bytes belongs to the caller again when it returns. */
  push(t: number, bytes: Uint8Array): void {
    const start = this.end;
    this.#held.push(t, bytes);
    if (this.#isOver) this.#releaseMasked();
    else if (this.#reader) this.#read(this.#reader, start);
  }

  /** Returns all bytes that are held. */
  heldBytes(from: number): Uint8Array {
    return this.#held.view(from, this.end);
  }

  /** Notes that messages begin at this position. */
  beginMessages(offset: number): void {
    const { maxMessageBytes } = this.#options;
    this.#reader = new MessageReader({ maxMessageBytes, offset });
    this.#decided = offset;
    this.#read(this.#reader, offset);
  }

  /** Begins in the middle of the stream, where a message begins. Nothing may be held. */
  beginAt(offset: number): void {
    this.#held = new HeldBytes(offset);
    this.beginMessages(offset);
  }

  /** Begins in the middle of the stream, with the bytes that the reader of the server held at this time. */
  resume(t: number, { reader, bytes, offset }: ForkedReader): void {
    this.#held = new HeldBytes(offset);
    this.#held.push(t, bytes);
    this.#reader = reader;
    this.#decided = offset;
    this.#drain(reader);
  }

  /** Notes that the peer's open message was given up. */
  abandon(rejection: Rejection): void {
    if (this.#isOver) return;
    this.#reject(rejection, this.end);
    this.#release(this.end);
  }

  /**
   * Writes what is still held. Nothing more is read: whatever still comes is masked.
   *
   * @param isMessage - an open message at the end is a message that was cut off, and no mistake: it is masked
   */
  finish(isMessage: boolean): void {
    const rejection = this.#isOver || isMessage ? null : (this.#reader?.end() ?? null);
    this.#isOver = true;
    if (rejection) this.#reject(rejection, this.end);
    if (isMessage) this.#releaseMasked();
    else this.#release(this.end);
  }

  #read(reader: MessageReader, from: number): void {
    reader.push(this.#held.view(from, this.end));
    this.#drain(reader);
  }

  #drain(reader: MessageReader): void {
    for (let item = reader.next(); item; item = reader.next()) {
      const end = this.end - reader.unreadBytes;
      if (item.kind === "message") this.#accept(item, end);
      else this.#reject(item, item.code === "stray-text" ? this.#findGarbageEnd(item.offset) : end);
      this.#decided = end;
    }
    if (!reader.isInsideMessage) this.#decided = this.end;
    this.#release(this.#decided);
  }

  #accept(message: ReceivedMessage, end: number): void {
    const { from, showsAll, mayShow, write, tick } = this.#options;
    const { offset } = message;
    const frame = this.#held.view(offset, end);
    let masked: { readonly masked?: ByteSpan } = {};
    if (!mayShow(message) && !showsAll) {
      const span = findTextSpan(frame);
      frame.fill(ASTERISK, span.offset, span.offset + span.length);
      masked = { masked: { offset: offset + span.offset, length: span.length } };
    }
    this.#release(end);
    const { to } = message;
    write({ t: tick(), event: "frame", from, offset, length: end - offset, sender: message.from.name, to, ...masked });
  }

  #reject({ code, reason, offset, isFatal }: Rejection, end: number): void {
    const { from, write, tick } = this.#options;
    this.#release(end);
    write({ t: tick(), event: "rejected", from, offset, length: end - offset, code, reason, fatal: isFatal });
    this.#isOver ||= isFatal;
  }

  /** Garbage ends at a line feed, or in front of a brace; what has not come is not counted. */
  #findGarbageEnd(offset: number): number {
    // A recording that began inside of the garbage does not have its first bytes.
    const rest = this.#held.view(Math.max(offset, this.#decided), this.end);
    const length = rest.findIndex((byte) => byte === LINE_FEED || byte === OPENING_BRACE);
    return length === -1 ? this.end : this.end - rest.length + length;
  }

  #releaseMasked(): void {
    if (!this.#options.showsAll) this.#held.view(this.#decided, this.end).fill(ASTERISK);
    this.#release(this.end);
  }

  #release(end: number): void {
    const { from, write } = this.#options;
    for (const { t, offset, bytes } of this.#held.take(end)) write({ t, event: "bytes", from, offset, bytes });
    this.#decided = end;
  }
}
