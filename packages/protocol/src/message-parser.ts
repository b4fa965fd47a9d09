import type { ChatMessage } from "./chat-message.ts";
import { InvalidMessageError } from "./errors.ts";
import { nameCharacter, quoteStart } from "./quote.ts";

/** Tells what a message looks like; the end of most errors. */
export const SHAPE =
  'Send {"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}, each key once, each value a string.';

/**
 * Reads the text of one JSON object as a message of the contract [C-3].
 *
 * It knows the one shape that is allowed and stops at the first departure from it. So an unknown key, a key that
 * occurs twice however it is spelled, or any nesting is refused before anything generic looks at it: `JSON.parse`
 * sees single string literals whose every escape has been checked.
 *
 * @param offset - position of the text in the stream, in bytes: errors name the position of what is wrong
 * @throws {InvalidMessageError} which says what is wrong, at which byte, and what to send instead.
 */
export function parseMessage(text: string, offset = 0): ChatMessage {
  return new MessageParser(text, offset).parse();
}

/** A record to fill in: every key is there from the start, so its keys are the allowed ones. */
type Blank<T> = { [Key in keyof T]: T[Key] | undefined };

class MessageParser {
  readonly #text: string;
  readonly #offset: number;
  #at = 0;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
  }

  parse(): ChatMessage {
    const parts: Blank<ChatMessage> = { from: undefined, to: undefined, msg: undefined };
    this.#readObject("the message", parts, (key) => {
      if (key === "from") parts.from = this.#readSender();
      else if (key === "to" || key === "msg") parts[key] = this.#readString(key);
    });
    this.#skipWhiteSpace();
    if (this.#at < this.#text.length) throw this.#syntaxError("the end of the message");
    return parts as ChatMessage;
  }

  #readSender(): ChatMessage["from"] {
    const sender: Blank<ChatMessage["from"]> = { name: undefined, ip: undefined };
    this.#readObject('"from"', sender, (key) => {
      if (key === "name" || key === "ip") sender[key] = this.#readString(`from.${key}`);
    });
    return sender as ChatMessage["from"];
  }

  /** Reads an object whose allowed keys are those of `parts`, each of which `readValue` has to fill. */
  #readObject(what: string, parts: Record<string, unknown>, readValue: (key: string) => void): void {
    this.#skipWhiteSpace();
    if (!this.#skip("{")) throw this.#error(`${what} is not a JSON object`);
    this.#skipWhiteSpace();
    if (!this.#skip("}")) {
      do {
        this.#skipWhiteSpace();
        const keyAt = this.#at;
        const key = this.#readStringLiteral("a key in double quotes");
        if (!Object.hasOwn(parts, key)) throw this.#error(`${what} has an unknown key ${quoteStart(key)}`, keyAt);
        if (parts[key] !== undefined) throw this.#error(`${what} has the key ${quoteStart(key)} twice`, keyAt);
        this.#skipWhiteSpace();
        if (!this.#skip(":")) throw this.#syntaxError('":"');
        readValue(key);
        this.#skipWhiteSpace();
      } while (this.#skip(","));
      if (!this.#skip("}")) throw this.#syntaxError('"," or "}"');
    }
    for (const key in parts) {
      if (parts[key] === undefined) throw new InvalidMessageError(`${what} has no key ${quoteStart(key)}. ${SHAPE}`);
    }
  }

  #readString(path: string): string {
    this.#skipWhiteSpace();
    if (this.#text[this.#at] !== '"') throw this.#error(`the value of "${path}" is not a string`);
    return this.#readStringLiteral("a string");
  }

  #readStringLiteral(expected: string): string {
    if (!this.#skip('"')) throw this.#syntaxError(expected);
    const text = this.#text;
    const start = this.#at;
    let hasEscapes = false;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        this.#skipEscape();
        hasEscapes = true;
      } else if (code >= SPACE) {
        this.#at += 1;
      } else {
        // NaN, past the end, lands here as well.
        throw Number.isNaN(code) ? this.#syntaxError("a closing quote") : this.#controlCharacterError(code);
      }
    }
    const content = text.slice(start, this.#at);
    this.#at += 1;
    return hasEscapes ? this.#resolveEscapes(content, start) : content;
  }

  #resolveEscapes(content: string, start: number): string {
    const text = JSON.parse(`"${content}"`) as string;
    if (text.isWellFormed()) return text;
    const remedy = "Write both halves, or the character itself in UTF-8.";
    throw this.#error("a string has half of a surrogate pair", start, remedy);
  }

  #skipEscape(): void {
    ESCAPE.lastIndex = this.#at;
    if (!ESCAPE.test(this.#text)) {
      throw this.#error("a string has a backslash that starts no JSON escape", this.#at, BACKSLASH_REMEDY);
    }
    this.#at = ESCAPE.lastIndex;
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipWhiteSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return;
      this.#at += 1;
    }
  }

  #syntaxError(expected: string): InvalidMessageError {
    const codePoint = this.#text.codePointAt(this.#at);
    const found = codePoint === undefined ? "the end" : nameCharacter(String.fromCodePoint(codePoint));
    return new InvalidMessageError(
      `the JSON is broken at byte ${this.#byteOf(this.#at)}: ${expected} is missing before ${found}. ${SHAPE}`,
    );
  }

  #controlCharacterError(code: number): InvalidMessageError {
    const escaped = `\\u${code.toString(16).padStart(4, "0")}`;
    return this.#error("a string has a raw control character", this.#at, `Write it as "${escaped}".`);
  }

  #error(problem: string, at: number = this.#at, remedy: string = SHAPE): InvalidMessageError {
    return new InvalidMessageError(`${problem} (byte ${this.#byteOf(at)}). ${remedy}`);
  }

  /** Returns the position in the stream, in bytes, of a position in the text. */
  #byteOf(at: number): number {
    return this.#offset + utf8Encoder.encode(this.#text.slice(0, at)).length;
  }
}

const utf8Encoder = new TextEncoder();

const BACKSLASH_REMEDY = 'Write a backslash as "\\\\".';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
