// The messages of the chat, and how they are found in a stream of bytes. It opens no sockets.

const MAX_MESSAGE_BYTES = 65_536;

const WHITE_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
const JSON_SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
const JSON_STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

const [QUOTE, BACKSLASH, OPEN, CLOSE] = Buffer.from('"\\{}');

const REASONS = {
  "stray-text": 'there is text outside a message. Start each message with "{"',
  "too-large": `the message has more than ${MAX_MESSAGE_BYTES} bytes. Send several shorter ones`,
  "invalid-utf8": "the bytes are not UTF-8. Encode your texts as UTF-8",
  incomplete: "the message is not over. Close each string and each brace",
};

/** A frame that is no message [C-14]. Its offset is that of the frame's first byte in the connection. */
export class Rejection {
  constructor(code, offset, reason = REASONS[code]) {
    Object.assign(this, { code, offset, reason });
    this.isFatal = code === "too-large" || code === "invalid-utf8" || code === "incomplete";
  }
}

/** Returns the message that the text of an object holds [C-3]. Throws a SyntaxError when it holds none. */
export function parseMessage(text) {
  const parser = new MessageParser(text);
  const message = parser.readObject({
    from: () => parser.readObject({ name: () => parser.readString(), ip: () => parser.readString() }),
    to: () => parser.readString(),
    msg: () => parser.readString(),
  });
  parser.skipSpace();
  if (parser.at !== text.length) throw new SyntaxError("there is something behind the object");
  return message;
}

/** Reads objects with the given keys, each of them once. JSON.parse does not notice that a key is there twice. */
class MessageParser {
  at = 0;

  constructor(text) {
    this.text = text;
  }

  readObject(readers) {
    const object = {};
    this.expect("{");
    do {
      const key = this.readString();
      if (!Object.hasOwn(readers, key)) throw new SyntaxError(`the key ${JSON.stringify(key.slice(0, 20))} is unknown`);
      if (Object.hasOwn(object, key)) throw new SyntaxError(`the key "${key}" is there twice`);
      this.expect(":");
      object[key] = readers[key]();
    } while (this.accept(","));
    this.expect("}");
    for (const key of Object.keys(readers))
      if (!Object.hasOwn(object, key)) throw new SyntaxError(`the key "${key}" is missing`);
    return object;
  }

  readString() {
    this.skipSpace();
    const token = this.match(JSON_STRING);
    if (token === null) throw new SyntaxError(`a string in double quotes is missing at character ${this.at}`);
    const value = JSON.parse(token);
    if (!value.isWellFormed()) throw new SyntaxError("a string holds half of a surrogate pair");
    return value;
  }

  expect(mark) {
    if (!this.accept(mark)) throw new SyntaxError(`"${mark}" is missing at character ${this.at}`);
  }

  accept(mark) {
    this.skipSpace();
    const isThere = this.text[this.at] === mark;
    if (isThere) this.at++;
    return isThere;
  }

  skipSpace() {
    this.match(JSON_SPACE);
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found?.[0] ?? null;
  }
}

/** Returns a text as a JSON string in ASCII. DEL stays the one byte that it is [C-25]. */
export function spell(text) {
  return JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Checks UTF-8 byte by byte: the first byte that no valid text continues with is known at once [C-2]. */
class Utf8 {
  character = 0;
  missing = 0;
  length = 0;
  #low = 0x80;
  #high = 0xbf;

  /** Returns false for a byte that can't stand here. The character is complete when nothing is missing. */
  accept(byte) {
    if (this.missing > 0) return this.#continue(byte);
    this.length = 1;
    [this.#low, this.#high] = [0x80, 0xbf];
    this.character = byte;
    if (byte < 0x80) return true;
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    this.character = byte & (0x3f >> this.missing);
    if (byte === 0xe0) this.#low = 0xa0;
    if (byte === 0xed) this.#high = 0x9f;
    if (byte === 0xf0) this.#low = 0x90;
    if (byte === 0xf4) this.#high = 0x8f;
    return true;
  }

  #continue(byte) {
    if (byte < this.#low || byte > this.#high) return false;
    [this.#low, this.#high] = [0x80, 0xbf];
    this.character = (this.character << 6) | (byte & 0x3f);
    this.missing--;
    this.length++;
    return true;
  }
}

/** Finds the frames in a stream, however it is cut into reads [C-10] to [C-14]. `offset` is that of its next byte. */
export class FrameReader {
  maxBytes = MAX_MESSAGE_BYTES;
  /** The offset of the object that is not over, or null. */
  openOffset = null;
  isOver = false;
  frames = [];
  bytes = [];
  depth = 0;
  inString = false;
  isEscaped = false;
  inGarbage = false;
  utf8 = new Utf8();

  constructor(offset = 0) {
    this.offset = offset;
  }

  /** Returns the messages and the rejections that these bytes complete, in order. */
  push(data) {
    for (const byte of data) {
      if (this.isOver) break;
      this.accept(byte);
      this.offset++;
    }
    return this.frames.splice(0);
  }

  /** Returns the rejections that the end of the input brings: one or none. */
  end() {
    if (this.isOver) return [];
    if (this.openOffset !== null) this.reject("incomplete", this.openOffset);
    else if (this.utf8.missing > 0) this.reject("invalid-utf8", this.offset - this.utf8.length);
    return this.frames.splice(0);
  }

  accept(byte) {
    const isInside = this.openOffset !== null;
    if (isInside && this.bytes.length === this.maxBytes) return this.reject("too-large", this.openOffset);
    const begunBytes = this.utf8.missing > 0 ? this.utf8.length : 0;
    if (!this.utf8.accept(byte)) return this.reject("invalid-utf8", this.openOffset ?? this.offset - begunBytes);
    if (isInside) this.acceptInside(byte);
    else if (this.utf8.missing === 0)
      this.acceptOutside(String.fromCodePoint(this.utf8.character), this.offset - begunBytes);
  }

  acceptOutside(character, offset) {
    if (character === "{") {
      this.inGarbage = false;
      this.openOffset = this.offset;
      this.bytes = [];
      this.depth = 0;
      this.acceptInside(OPEN);
    } else if (this.inGarbage) {
      this.inGarbage = character !== "\n";
    } else if (!this.isSkipped(character, offset)) {
      this.inGarbage = true;
      this.reject("stray-text", offset);
    }
  }

  isSkipped(character, offset) {
    return WHITE_SPACE.test(character) || (character === "\ufeff" && offset === 0);
  }

  /** No other character than these four matters for the end of an object [C-12]. */
  acceptInside(byte) {
    this.bytes.push(byte);
    if (this.inString) {
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) this.inString = false;
    } else if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN) this.depth++;
    else if (byte === CLOSE && --this.depth === 0) this.finishObject();
  }

  finishObject() {
    const offset = this.openOffset;
    this.openOffset = null;
    try {
      this.frames.push(this.parse(Buffer.from(this.bytes), offset));
    } catch (error) {
      this.reject("not-a-message", offset, error.message);
    }
  }

  parse(bytes) {
    return parseMessage(bytes.toString());
  }

  reject(code, offset, reason) {
    const rejection = new Rejection(code, offset, reason);
    this.isOver = rejection.isFatal;
    this.frames.push(rejection);
  }
}
