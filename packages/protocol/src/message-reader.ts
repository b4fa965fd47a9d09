import { ByteBuffer, concatBytes, NO_BYTES } from "./byte-buffer.ts";
import { CachedPrefix } from "./cached-prefix.ts";
import { InvalidMessageError } from "./errors.ts";
import { FastPath, readAscii } from "./fast-path.ts";
import { MAX_MESSAGE_BYTES } from "./limits.ts";
import { parseMessage } from "./message-parser.ts";
import { ReceivedMessage } from "./received-message.ts";
import { type Rejection, RejectionCode } from "./rejection.ts";
import { UTF8_INVALID, UTF8_PENDING, Utf8Decoder } from "./utf8-decoder.ts";
import { isWhiteSpace } from "./white-space.ts";

/** The next thing in a stream: a message, or bytes that are none. */
export type ReaderItem = ReceivedMessage | Rejection;

/** A frame that has begun and is incomplete, as far as it was read. */
export interface OpenFrame {
  /** Position of its first brace, in bytes from the start of the stream. */
  readonly offset: number;
  /** Number of braces that have no closing brace yet. */
  readonly openBraces: number;
  /** True inside a string: its closing quote is missing, or still to come. */
  readonly isInString: boolean;
  /** The bytes so far. They are valid until more are pushed. */
  readonly bytes: Uint8Array;
}

/** A reader that goes on from where another was. */
export interface ForkedReader {
  /** A reader that goes on where the first one is. */
  readonly reader: MessageReader;
  /** Bytes that it has been given already: of an open frame, and those that it has not looked at. */
  readonly bytes: Uint8Array;
  /** Position of the first of them in the stream. */
  readonly offset: number;
}

/** Options of a {@link MessageReader}. */
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

/** The part of the stream that the reader is in. */
type ReaderState = "between" | "garbage" | "frame" | "ended";

/**
 * Finds the frames in a stream of bytes, however TCP has cut it, and decodes their messages [C-10].
 *
 * 1. The same bytes make the same items, whatever chunks they arrive in.
 * 2. The reader looks at each byte a bounded number of times. It keeps at most one incomplete frame, and the sender and the
 *    receiver of the last message.
 * 3. After a rejection that is not fatal the reader goes on. It never loses a valid message outside the damage.
 *
 * Bytes go in by {@link push}, items come out of {@link next} one at a time: a caller that can't take more stops asking.
 */
export class MessageReader {
  readonly #maxMessageBytes: number;
  readonly #utf8 = new Utf8Decoder();

  #chunk = NO_BYTES;
  #position = 0;
  /** Position in the stream of the first byte of the chunk. */
  #chunkOffset: number;

  #state: ReaderState = "between";
  /** Position in the stream of the first byte of the current character or frame. */
  #startOffset = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  readonly #head = new ByteBuffer();
  #lastPrefix: CachedPrefix | null = null;
  #rejectedBytes = NO_BYTES;

  constructor({ maxMessageBytes = MAX_MESSAGE_BYTES, offset = 0 }: MessageReaderOptions = {}) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#chunkOffset = offset;
  }

  /** Bytes kept of an incomplete frame. */
  get incompleteBytes(): number {
    return this.#head.length;
  }

  /** True while a frame has begun and is incomplete. Valid once {@link next} has returned `null`. */
  get isInsideMessage(): boolean {
    return this.#state === "frame";
  }

  /** The frame that has begun and is incomplete, or `null`. Valid once {@link next} has returned `null`. */
  get openFrame(): OpenFrame | null {
    if (this.#state !== "frame") return null;
    return {
      offset: this.#startOffset,
      openBraces: this.#depth,
      isInString: this.#inString,
      bytes: this.#head.bytes,
    };
  }

  /** Bytes that were pushed and not looked at yet. */
  get unreadBytes(): number {
    return this.#chunk.length - this.#position;
  }

  /** The first byte that was pushed and not looked at yet. */
  get nextByte(): number | undefined {
    return this.#chunk[this.#position];
  }

  /**
   * The bytes of the last rejection, from its first byte on, as far as they have come: a frame, or garbage and what follows
   * it in the chunk. They depend on the cuts of the stream, so they are for hints alone. Valid until the next call of
   * {@link next} or {@link push}.
   */
  get rejectedBytes(): Uint8Array {
    return this.#rejectedBytes;
  }

  /** Adds bytes. They are not copied: leave them as they are until {@link next} has returned `null`, or call {@link detach}. */
  push(chunk: Uint8Array): void {
    const isAllRead = this.unreadBytes === 0;
    this.#chunkOffset += this.#position;
    this.#chunk = isAllRead ? chunk : concatBytes(this.#chunk.subarray(this.#position), chunk);
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

  /**
   * Makes a reader that goes on from the same place by itself: from now on, the same bytes make the same items in both. It is for one
   * who begins to follow a stream in its middle. Returns `null` when this reader has given up on the stream.
   */
  fork(): ForkedReader | null {
    if (this.#state === "ended") return null;
    const position = this.#chunkOffset + this.#position;
    const reader = new MessageReader({ maxMessageBytes: this.#maxMessageBytes, offset: position });
    const head = this.#head.bytes;
    const bytes = concatBytes(head, this.#chunk.subarray(this.#position));
    reader.#chunk = bytes.subarray(head.length);
    reader.#utf8.copyFrom(this.#utf8);
    reader.#state = this.#state;
    reader.#startOffset = this.#startOffset;
    reader.#depth = this.#depth;
    reader.#inString = this.#inString;
    reader.#escaped = this.#escaped;
    reader.#head.append(head);
    return { reader, bytes, offset: position - head.length };
  }

  /** Returns the next message or rejection, or `null` when it needs more bytes. */
  next(): ReaderItem | null {
    while (this.#position < this.#chunk.length) {
      const item = this.#state === "frame" ? this.#readFrame() : this.#readBetween();
      if (item) return item;
    }
    this.#chunkOffset += this.#position;
    this.#chunk = NO_BYTES;
    this.#rejectedBytes = NO_BYTES;
    this.#position = 0;
    return null;
  }

  /**
   * Ends the stream. Call it when {@link next} has returned `null`.
   * @returns the rejection of a frame or a character that was cut off, if there is one
   */
  end(): Rejection | null {
    if (this.#state === "frame")
      return this.#abandon(
        'the message was cut off by the end of the input. Close every "{" and every quote before you leave.',
      );
    if (this.#state !== "ended" && this.#utf8.isPending) return this.#rejectUtf8(this.#chunkOffset);
    this.#state = "ended";
    return null;
  }

  /** Gives up on the incomplete frame, after a wait of `afterMs` milliseconds for its end. */
  expire(afterMs: number): Rejection | null {
    if (this.#state !== "frame") return null;
    return this.#abandon(`the message was not complete after ${afterMs / 1000} s. Close every "{" and every quote.`);
  }

  #abandon(reason: string): Rejection {
    this.#rejectedBytes = this.#head.append(NO_BYTES);
    return this.#rejectFatally(RejectionCode.Incomplete, reason);
  }

  /** Reads white space and garbage, up to the first brace of a frame. */
  #readBetween(): Rejection | null {
    const chunk = this.#chunk;
    if (this.#state === "ended") {
      this.#position = chunk.length;
      return null;
    }
    while (this.#position < chunk.length) {
      if (!this.#utf8.isPending) this.#startOffset = this.#chunkOffset + this.#position;
      const at = this.#position;
      const codePoint = this.#utf8.accept(chunk[at] as number);
      if (codePoint === OPENING_BRACE) {
        this.#state = "frame";
        return null;
      }
      this.#position += 1;
      if (codePoint === UTF8_INVALID) {
        this.#rejectedBytes = chunk.subarray(Math.max(0, at - this.#utf8.pendingBytes));
        return this.#rejectUtf8(this.#chunkOffset + at);
      }
      if (codePoint === UTF8_PENDING) continue;
      if (this.#state === "garbage") {
        if (codePoint === LINE_FEED) this.#state = "between";
      } else if (!isWhiteSpace(codePoint) && !(codePoint === BYTE_ORDER_MARK && this.#startOffset === 0)) {
        this.#state = "garbage";
        this.#rejectedBytes = chunk.subarray(Math.max(0, this.#startOffset - this.#chunkOffset));
        return this.#reject(RejectionCode.StrayText, 'there is text outside a message. Start each message with "{".');
      }
    }
    return null;
  }

  /** Goes on to the brace that closes the current frame, or to the end of the chunk. */
  #readFrame(): ReaderItem | null {
    const chunk = this.#chunk;
    const start = this.#position;
    const end = Math.min(chunk.length, start + this.#maxMessageBytes - this.#head.length);
    if (this.#depth === 0) {
      const message = this.#readFastPath(chunk, start, end);
      if (message) return message;
    }
    for (let at = start; at < end; at++) {
      const byte = chunk[at] as number;
      if (byte >= 0x80 || this.#utf8.isPending) {
        this.#escaped = false;
        if (this.#utf8.accept(byte) === UTF8_INVALID) {
          this.#rejectedBytes = this.#head.append(chunk.subarray(start));
          return this.#rejectUtf8(this.#chunkOffset + at);
        }
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
        if (this.#depth === 0) return this.#completeFrame(chunk.subarray(start, at + 1));
      }
    }
    if (end < chunk.length) {
      this.#rejectedBytes = this.#head.append(chunk.subarray(start, end));
      const reason = `the message is larger than ${this.#maxMessageBytes} bytes. Send less text at a time.`;
      return this.#rejectFatally(RejectionCode.TooLarge, reason);
    }
    this.#head.append(chunk.subarray(start));
    this.#position = end;
    return null;
  }

  /** Reads a complete message that is spelled like most; returns `null` for any other and leaves it unread. */
  #readFastPath(bytes: Uint8Array, start: number, end: number): ReceivedMessage | null {
    const known = this.#lastPrefix?.isAt(bytes, start) ? this.#lastPrefix : null;
    const messageEnd = known ? fastPath.findEnd(bytes, start + known.length, end) : fastPath.find(bytes, start, end);
    if (messageEnd === -1) return null;
    const prefix = known ?? this.#readPrefix(bytes, start);
    const { msg } = fastPath;
    this.#position = messageEnd;
    this.#state = "between";
    return new ReceivedMessage(prefix.from, prefix.to, null, readAscii(bytes, msg.start, msg.end), this.#startOffset);
  }

  /** Reads the prefix of the message that was just found, and keeps it: the next message most likely has the same. */
  #readPrefix(bytes: Uint8Array, start: number): CachedPrefix {
    const prefix = CachedPrefix.read(bytes, start, fastPath);
    if (prefix.length > MAX_CACHED_PREFIX_BYTES) return prefix;
    if (this.#lastPrefix?.equals(prefix)) prefix.keepBytes(bytes, start);
    this.#lastPrefix = prefix;
    return prefix;
  }

  #completeFrame(tail: Uint8Array): ReaderItem {
    const bytes = this.#head.length === 0 ? tail : this.#head.append(tail);
    this.#position += tail.length;
    this.#state = "between";
    const text = utf8Decoder.decode(bytes);
    this.#head.clear();
    try {
      const { from, to, msg } = parseMessage(text, this.#startOffset);
      return new ReceivedMessage(from, to, msg, null, this.#startOffset);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      this.#rejectedBytes = bytes;
      return this.#reject(RejectionCode.NotAMessage, error.message);
    }
  }

  /** Rejects a character that is not UTF-8, which becomes known at a byte, or at the end of the input. */
  #rejectUtf8(offset: number): Rejection {
    const { pendingBytes, firstByte } = this.#utf8;
    const first = `byte ${offset - pendingBytes} (0x${firstByte.toString(16).toUpperCase()})`;
    const problem = pendingBytes > 1 ? `the character at ${first} is cut` : `${first} begins no character`;
    const guess = pendingBytes > 1 ? "Was the text cut in a character?" : "Latin-1?";
    const reason = `the bytes are not UTF-8: ${problem}. ${guess} Encode all text as UTF-8, and send it whole.`;
    return this.#rejectFatally(RejectionCode.InvalidUtf8, reason);
  }

  #rejectFatally(code: RejectionCode, reason: string): Rejection {
    this.#state = "ended";
    this.#head.clear();
    this.#position = this.#chunk.length;
    return { ...this.#reject(code, reason), isFatal: true };
  }

  #reject(code: RejectionCode, reason: string): Rejection {
    return { kind: "rejected", code, reason, offset: this.#startOffset, isFatal: false };
  }
}

/** Largest prefix that a reader keeps, in bytes: people's are far shorter, and no limit counts this memory. */
const MAX_CACHED_PREFIX_BYTES = 512;

// One for all readers: its literals are read right after each search. Pure: a bundle that reads no messages leaves it out.
const fastPath = /* @__PURE__ */ new FastPath();

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

// Not fatal, since every byte has been through the stricter decoder above.
const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });
