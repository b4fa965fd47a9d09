import { ByteBuffer, concatBytes, NO_BYTES } from "./byte-buffer.ts";
import { CommonForm } from "./common-form.ts";
import { InvalidMessageError } from "./errors.ts";
import { Header } from "./header.ts";
import { MAX_MESSAGE_BYTES } from "./limits.ts";
import { parseMessage } from "./message-parser.ts";
import { readAscii } from "./read-ascii.ts";
import { ReceivedMessage } from "./received-message.ts";
import { UTF8_INVALID, UTF8_PENDING, Utf8Decoder } from "./utf8-decoder.ts";
import { isWhiteSpace } from "./white-space.ts";

/** Why a piece of the stream was refused [C-14]. */
export const RejectionCode = {
  /** Text between messages; the stream goes on at the next `{` or after the next newline. */
  StrayText: "stray-text",
  /** An object that is no message of the contract; the stream goes on after it. */
  NotAMessage: "not-a-message",
  /** An object that is not over at the size limit. Fatal: where the next message starts is unknown. */
  TooLarge: "too-large",
  /** Bytes that are not UTF-8. Fatal: this is not the stream that the contract speaks of. */
  InvalidUtf8: "invalid-utf8",
  /** An object that ended before its closing brace, by end of input or by time. Fatal. */
  Incomplete: "incomplete",
} as const;
export type RejectionCode = (typeof RejectionCode)[keyof typeof RejectionCode];

/** A piece of the stream that is no message. */
export interface Rejection {
  readonly kind: "rejected";
  readonly code: RejectionCode;
  /** A sentence or two for the sender: what was wrong and how to mend it. */
  readonly reason: string;
  /** Position of the piece's first byte, in bytes from the start of the stream. */
  readonly offset: number;
  /** Whether the reader has given up on the stream: nothing follows. */
  readonly isFatal: boolean;
}

export type ReaderItem = ReceivedMessage | Rejection;

export interface MessageReaderOptions {
  /**
   * Largest object, in bytes from its first brace to its last.
   * @default MAX_MESSAGE_BYTES (64 KiB); a client that reads from a server sets MAX_SERVER_MESSAGE_BYTES
   */
  readonly maxMessageBytes?: number;
  /**
   * Position in the stream of the first byte that is pushed, for a stream whose start was read by something else.
   * @default 0
   */
  readonly offset?: number;
}

type Place = "between" | "stray" | "object" | "ended";

/**
 * Finds the messages in a stream of bytes, however TCP has cut it [C-10].
 *
 * 1. The same bytes give the same items for every way of cutting them into chunks.
 * 2. Each byte is looked at a bounded number of times, and what is kept is at most one incomplete message and the sender
 *    and receiver of the last one.
 * 3. After a rejection that is not fatal the reader goes on, and a valid message outside the damage is never lost.
 *
 * Bytes go in by {@link push}, items come out of {@link next} one at a time: who can't take more just stops asking.
 */
export class MessageReader {
  readonly #maxMessageBytes: number;
  readonly #utf8 = new Utf8Decoder();

  #chunk = NO_BYTES;
  #position = 0;
  /** Position in the stream of the first byte of the chunk. */
  #chunkOffset: number;

  #place: Place = "between";
  /** Position in the stream of the first byte of the character or object at hand. */
  #startOffset = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  readonly #head = new ByteBuffer();
  #header: Header | null = null;

  constructor({ maxMessageBytes = MAX_MESSAGE_BYTES, offset = 0 }: MessageReaderOptions = {}) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#chunkOffset = offset;
  }

  /** Bytes kept of a message that is not complete yet. */
  get incompleteBytes(): number {
    return this.#head.length;
  }

  /** Whether a message has begun that is not complete yet. Right once {@link next} has given `null`. */
  get isInsideMessage(): boolean {
    return this.#place === "object";
  }

  /** Bytes that were pushed and not looked at yet. */
  get unreadBytes(): number {
    return this.#chunk.length - this.#position;
  }

  /** Adds bytes. They are not copied: leave them as they are until {@link next} has given `null`, or {@link detach}. */
  push(chunk: Uint8Array): void {
    const unread = this.#chunk.subarray(this.#position);
    this.#chunkOffset += this.#position;
    this.#chunk = unread.length === 0 ? chunk : concatBytes(unread, chunk);
    this.#position = 0;
  }

  /** Copies what was pushed and not looked at yet: from now on its memory may be used for something else. */
  detach(): void {
    if (this.#position === this.#chunk.length) return;
    this.#chunkOffset += this.#position;
    // Not slice(), which of a Buffer gives a view.
    this.#chunk = new Uint8Array(this.#chunk.subarray(this.#position));
    this.#position = 0;
  }

  /** Gives the next message or rejection, or `null` when it takes more bytes to tell. */
  next(): ReaderItem | null {
    while (this.#position < this.#chunk.length) {
      const item = this.#place === "object" ? this.#readObject() : this.#readBetween();
      if (item) return item;
    }
    this.#chunkOffset += this.#position;
    this.#chunk = NO_BYTES;
    this.#position = 0;
    return null;
  }

  /**
   * Says that no more bytes come. Call it when {@link next} has given `null`.
   * @returns the rejection of a message or a character that was cut off, if there is one
   */
  end(): Rejection | null {
    if (this.#place === "object")
      return this.#abandon(
        'the message was cut off by the end of the input. Close every "{" and every quote before you leave.',
      );
    if (this.#place !== "ended" && this.#utf8.isPending) return this.#rejectUtf8();
    this.#place = "ended";
    return null;
  }

  /** Gives up on the message that is under way, for one who has waited `afterMs` milliseconds for its end. */
  expire(afterMs: number): Rejection | null {
    if (this.#place !== "object") return null;
    return this.#abandon(`the message was not complete after ${afterMs / 1000} s. Close every "{" and every quote.`);
  }

  #abandon(reason: string): Rejection {
    return this.#rejectFatally(RejectionCode.Incomplete, reason);
  }

  /** Reads white space and stray text, up to the first brace of an object. */
  #readBetween(): Rejection | null {
    const chunk = this.#chunk;
    if (this.#place === "ended") {
      this.#position = chunk.length;
      return null;
    }
    while (this.#position < chunk.length) {
      if (!this.#utf8.isPending) this.#startOffset = this.#chunkOffset + this.#position;
      const codePoint = this.#utf8.accept(chunk[this.#position] as number);
      if (codePoint === OPENING_BRACE) {
        this.#place = "object";
        return null;
      }
      this.#position += 1;
      if (codePoint === UTF8_INVALID) return this.#rejectUtf8();
      if (codePoint === UTF8_PENDING) continue;
      if (this.#place === "stray") {
        if (codePoint === LINE_FEED) this.#place = "between";
      } else if (!isWhiteSpace(codePoint) && !(codePoint === BYTE_ORDER_MARK && this.#startOffset === 0)) {
        this.#place = "stray";
        return this.#reject(RejectionCode.StrayText, 'there is text outside a message. Start each message with "{".');
      }
    }
    return null;
  }

  /** Goes on to the brace that closes the object at hand, or to the end of the chunk. */
  #readObject(): ReaderItem | null {
    const chunk = this.#chunk;
    const start = this.#position;
    const end = Math.min(chunk.length, start + this.#maxMessageBytes - this.#head.length);
    if (this.#depth === 0) {
      const message = this.#readCommonForm(chunk, start, end);
      if (message) return message;
    }
    for (let at = start; at < end; at++) {
      const byte = chunk[at] as number;
      if (byte >= 0x80 || this.#utf8.isPending) {
        this.#escaped = false;
        if (this.#utf8.accept(byte) === UTF8_INVALID) return this.#rejectUtf8();
      } else if (this.#escaped) {
        this.#escaped = false;
      } else if (this.#inString) {
        if (byte === QUOTE) this.#inString = false;
        else if (byte === BACKSLASH) this.#escaped = true;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPENING_BRACE) {
        this.#depth += 1;
      } else if (byte === CLOSING_BRACE) {
        this.#depth -= 1;
        if (this.#depth === 0) return this.#completeObject(chunk.subarray(start, at + 1));
      }
    }
    if (end < chunk.length) {
      const reason = `the message is larger than ${this.#maxMessageBytes} bytes. Send less text at a time.`;
      return this.#rejectFatally(RejectionCode.TooLarge, reason);
    }
    this.#head.append(chunk.subarray(start));
    this.#position = end;
    return null;
  }

  /** Reads a message that is there as a whole and spelled like most; gives `null` for any other, which is nothing lost. */
  #readCommonForm(bytes: Uint8Array, start: number, end: number): ReceivedMessage | null {
    const known = this.#header?.isAt(bytes, start) ? this.#header : null;
    const messageEnd = known
      ? commonForm.findEnd(bytes, start + known.length, end)
      : commonForm.find(bytes, start, end);
    if (messageEnd === -1) return null;
    const header = known ?? Header.read(bytes, start, commonForm);
    if (header.length <= MAX_KEPT_HEADER_BYTES) this.#header = header;
    const { msg } = commonForm;
    this.#position = messageEnd;
    this.#place = "between";
    return new ReceivedMessage(header.from, header.to, null, readAscii(bytes, msg.start, msg.end), this.#startOffset);
  }

  #completeObject(tail: Uint8Array): ReaderItem {
    const bytes = this.#head.length === 0 ? tail : this.#head.append(tail);
    this.#position += tail.length;
    this.#place = "between";
    const text = utf8Decoder.decode(bytes);
    this.#head.clear();
    try {
      const { from, to, msg } = parseMessage(text);
      return new ReceivedMessage(from, to, msg, null, this.#startOffset);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      return this.#reject(RejectionCode.NotAMessage, error.message);
    }
  }

  #rejectUtf8(): Rejection {
    return this.#rejectFatally(RejectionCode.InvalidUtf8, "the bytes are not UTF-8. Encode all text as UTF-8.");
  }

  #rejectFatally(code: RejectionCode, reason: string): Rejection {
    this.#place = "ended";
    this.#head.clear();
    this.#position = this.#chunk.length;
    return { ...this.#reject(code, reason), isFatal: true };
  }

  #reject(code: RejectionCode, reason: string): Rejection {
    return { kind: "rejected", code, reason, offset: this.#startOffset, isFatal: false };
  }
}

/** Headers of people are far shorter; what a reader keeps of a longer one would be memory that no limit counts. */
const MAX_KEPT_HEADER_BYTES = 512;

// One for all readers: nobody looks at it later than right after a search.
const commonForm = new CommonForm();

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

// Not fatal, since every byte it is given has been through the stricter decoder above.
const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });
