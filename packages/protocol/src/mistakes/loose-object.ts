import type { ChatMessage } from "../chat-message.ts";
import { resolveEscapes } from "./decoders.ts";
import { type Members, toMessage } from "./members.ts";

/** A message in another syntax than JSON, or with other keys. */
export interface LooseObject {
  readonly message: ChatMessage;
  /** Brackets and operators of the text, and the names of those groups of the tokens below that have matched. */
  readonly features: ReadonlySet<string>;
}

/**
 * Reads a message in the syntax in which some language shows objects, or in nearly JSON. It knows what nearly all of them
 * have in common: brackets of some kind, keys, an operator, values. Takes linear time.
 *
 * @returns `null` when the text does not begin with such an object, or when the object is no message
 */
export function readLooseObject(text: string): LooseObject | null {
  if (!BEGINNING.test(text)) return null;
  const features = new Set<string>();
  const read = (part: string) => new LooseReader(part, features).read();
  const members = read(text);
  const message = members && toMessage(members, features, read);
  return message && { message, features };
}

/** Most texts are no objects. They are left after a look at the first bracket. */
const BEGINNING = /^[\w\s.:$%&#*=]{0,80}[({[<]/;

/** A message has an object in an object, and some languages put another type around. */
const MAX_DEPTH = 3;
const MAX_MEMBERS = 6;
/** Comments, and the white space around them, in one place. */
const MAX_BLANKS = 20;
const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]", "<": ">" };

/** A part of the text: a pattern, and the names of its groups, of which several may have the same. */
interface Token {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

// Not groups with names: what these make takes twice as long.
function token(names: string, pattern: RegExp): Token {
  return { pattern, names: names.split(" ") };
}

const OPENING = token(
  "bracket perl elixir php typed package bracket",
  /#(<)(?:struct |data )?[\w:]+(?: |:0x[\da-f]+,? )|(?:(\$VAR1 = )|(%)|&|new |return )?(?:([Aa]rray)\b|([A-Za-z_][\w:]{0,60}(\.[\w.:]{0,60})?))?(?:\(\d+\))?\s{0,20}([({[])/y,
);
const KEY_AND_OPERATOR = token(
  "singleQuotes typographic quoted bareKey operator typographic",
  /\[?(?:[uUbB]?(?:"|(')|([`\u2018-\u201f\u00ab\u00bb]))([^"'`\u2018-\u201f\u00ab\u00bb\n]{0,40})["'`\u2018-\u201f\u00ab\u00bb]|[:@$]?([A-Za-z_]\w{0,30}))\]?\s{0,9}(=>|->|[:=]|(\uff1a))/y,
);
const STRING = token(
  "stringPrefix content singleQuotes typographic typographic typographic",
  /(?:string\(\d+\) )?([uUbBrR])?(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|`((?:[^`\\]|\\[\s\S])*)`|[\u201c-\u201f\u00ab\u00bb]([^\u201c-\u201f\u00ab\u00bb\n]*)[\u201c-\u201f\u00ab\u00bb]|[\u2018-\u201b]([^\u2018-\u201b\n]*)[\u2018-\u201b])/y,
);
/** A value without quotes, up to the next key or the closing bracket. The spaces are bounded, so that it takes linear time. */
const BARE_VALUE = token(
  "nan nothing noString bareValue",
  /(?:([-+]?(?:NaN|Infinity))|(null|None|nil|undefined)|(true|false|True|False|[-\d.]+)|([^\s,;)\]}>{(["'][^\n]*?))?(?=\s{0,3}(?:[,;]\s{0,3}[:@$]?\[?["']?\w{1,20}["']?\]?\s?[:=-]|[)\]}>\n]|$))/y,
);
const BLANK = token("oddSpace comment", /[ \t\r\n]+|([\s\x85\u200b]+)|((?:\/\/|#(?!<))[^\n]*|\/\*[\s\S]*?\*\/)/y);
const SEPARATOR = token("typographic", /[,;]|(\uff0c)/y);
const END = token("", /[;,]?\s{0,20}(?:\n|\0|$)/y);

/** Reads one object, and notes its features. */
class LooseReader {
  readonly #text: string;
  readonly #features: Set<string>;
  #at = 0;
  #isBroken = false;

  constructor(text: string, features: Set<string>) {
    this.#text = text;
    this.#features = features;
  }

  read(): Members | null {
    this.#skipBlank();
    const first = this.#text[this.#at];
    const members = this.#readObject(0);
    // The same again, glued on, is as good as an end.
    return !this.#isBroken && (this.#match(END) || this.#text[this.#at] === first) ? members : null;
  }

  /** Reads an object; `null` when none begins here. */
  #readObject(depth: number): Members | null {
    const opening = depth > MAX_DEPTH ? null : this.#match(OPENING);
    if (!opening) return null;
    const { bracket = "", typed } = opening;
    this.#features.add(bracket);
    // At the beginning it may be the name of a type, or any word.
    if (depth === 0 && typed && !opening.elixir) this.#features.add("textInFront");
    const closer = CLOSERS[bracket];
    const members: Members = new Map();
    this.#skipBlank();
    while (this.#text[this.#at] !== closer && !this.#isBroken) {
      const { quoted, bareKey = quoted, operator } = this.#match(KEY_AND_OPERATOR) ?? {};
      if (bareKey === undefined || operator === undefined || members.size === MAX_MEMBERS || members.has(bareKey))
        this.#isBroken = true;
      else {
        this.#features.add(operator);
        members.set(bareKey, this.#readValue(depth));
        this.#readSeparator(closer);
      }
    }
    this.#at += 1;
    return members;
  }

  #readSeparator(closer: string | undefined): void {
    const isSpaced = this.#skipBlank();
    const isSeparated = this.#match(SEPARATOR) !== null;
    this.#skipBlank();
    if (this.#text[this.#at] === closer) {
      if (isSeparated) this.#features.add("trailingComma");
    } else if (!isSeparated) {
      this.#features.add("missingComma");
      this.#isBroken ||= !isSpaced;
    }
  }

  #readValue(depth: number): string | Members {
    this.#skipBlank();
    const start = this.#at;
    const string = this.#match(STRING);
    if (string) return resolveEscapes(string.content ?? string.singleQuotes ?? string.typographic ?? "");
    const object = this.#readObject(depth + 1);
    if (object) return object;
    this.#at = start;
    const value = this.#match(BARE_VALUE);
    this.#isBroken ||= value === null;
    return value && value.nothing === undefined ? this.#text.slice(start, this.#at) : "";
  }

  /** Skips white space and comments; returns whether there were any. */
  #skipBlank(): boolean {
    const start = this.#at;
    for (let times = 0; times < MAX_BLANKS && this.#match(BLANK); times++);
    return this.#at > start;
  }

  /** Goes on behind a token, and notes the names of its groups as features. Returns what they hold. */
  #match({ pattern, names }: Token): Readonly<Record<string, string>> | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return null;
    this.#at = pattern.lastIndex;
    const found: Record<string, string> = {};
    for (let group = 1; group < match.length; group++) {
      const name = names[group - 1];
      const text = match[group];
      if (name === undefined || text === undefined) continue;
      found[name] = text;
      this.#features.add(name);
    }
    return found;
  }
}
