import { asciiJson } from "./ascii-json.ts";
import type { ChatMessage } from "./chat-message.ts";
import { InvalidMessageError } from "./errors.ts";

const SHAPE =
  'Send {"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}, each key once, each value a string.';

/**
 * Reads the text of one JSON object as a message of the contract [C-3].
 *
 * It knows the one shape that is allowed and stops at the first departure from it. So an unknown key, a key that
 * occurs twice however it is spelled, or any nesting is refused before anything generic looks at it: `JSON.parse`
 * sees single string literals whose every escape has been checked.
 *
 * @throws {InvalidMessageError} which says what is wrong, and where it helps, what to send instead.
 */
export function parseMessage(text: string): ChatMessage {
  return new MessageParser(text).parse();
}

/** A record to fill in: every key is there from the start, so its keys are the allowed ones. */
type Blank<T> = { [Key in keyof T]: T[Key] | undefined };

class MessageParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
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
    if (!this.#skip("{")) throw new InvalidMessageError(`${what} is not a JSON object. ${SHAPE}`);
    this.#skipWhiteSpace();
    if (!this.#skip("}")) {
      do {
        this.#skipWhiteSpace();
        const key = this.#readStringLiteral("a key in double quotes");
        if (!Object.hasOwn(parts, key))
          throw new InvalidMessageError(`${what} has an unknown key ${quote(key)}. ${SHAPE}`);
        if (parts[key] !== undefined)
          throw new InvalidMessageError(`${what} has the key ${quote(key)} twice. ${SHAPE}`);
        this.#skipWhiteSpace();
        if (!this.#skip(":")) throw this.#syntaxError('":"');
        readValue(key);
        this.#skipWhiteSpace();
      } while (this.#skip(","));
      if (!this.#skip("}")) throw this.#syntaxError('"," or "}"');
    }
    for (const key in parts) {
      if (parts[key] === undefined) throw new InvalidMessageError(`${what} has no key ${quote(key)}. ${SHAPE}`);
    }
  }

  #readString(path: string): string {
    this.#skipWhiteSpace();
    if (this.#text[this.#at] !== '"') throw new InvalidMessageError(`the value of "${path}" is not a string. ${SHAPE}`);
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
        throw Number.isNaN(code) ? this.#syntaxError("a closing quote") : rawControlCharacter(code);
      }
    }
    const content = text.slice(start, this.#at);
    this.#at += 1;
    return hasEscapes ? resolveEscapes(content) : content;
  }

  #skipEscape(): void {
    ESCAPE.lastIndex = this.#at;
    if (!ESCAPE.test(this.#text)) {
      throw new InvalidMessageError(
        'a string has a backslash that starts no JSON escape. Write a backslash as "\\\\".',
      );
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
    return new InvalidMessageError(`the JSON is broken: ${expected} is missing at character ${this.#at}. ${SHAPE}`);
  }
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function resolveEscapes(content: string): string {
  const text = JSON.parse(`"${content}"`) as string;
  if (text.isWellFormed()) return text;
  throw new InvalidMessageError(
    "a string has half of a surrogate pair. Write both halves, or the character itself in UTF-8.",
  );
}

function rawControlCharacter(code: number): InvalidMessageError {
  const escaped = `\\u${code.toString(16).padStart(4, "0")}`;
  return new InvalidMessageError(`a string has a raw control character. Write it as "${escaped}".`);
}

/** Keys come from a stranger: shown short, and with nothing in them that a terminal would act on. */
function quote(key: string): string {
  return asciiJson(key.length > 40 ? `${key.slice(0, 40)}...` : key);
}
