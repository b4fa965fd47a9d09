import type { ChatMessage } from "../chat-message.ts";
import { isWhiteSpace } from "../white-space.ts";

/** A message in another syntax than JSON, or with other keys. */
export interface LooseObject {
  readonly message: ChatMessage;
  /**
   * Features that the text has and a message in JSON has not. Brackets and operators stand for themselves; `typed` is a type's name
   * in front of a bracket, `package` such a name with a dot.
   */
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
  const reader = new LooseReader(text);
  const members = reader.read();
  const message = members && toMessage(members, reader.features);
  return message && { message, features: reader.features };
}

interface Members extends Map<string, string | Members> {}

/** Most texts are no objects. They are left after a look at the first bracket. */
const BEGINNING = /^[\w\s.:$%&#*=]{0,80}[({[<]/;

/** A message has an object in an object, and some languages put another type around. */
const MAX_DEPTH = 3;

const STRUCT = /#<(?:struct |data )?[\w:]+(?: |:0x[0-9a-f]+,? )/y;
const OBJECT = /(\$VAR1 = |%|&|new |return )?([A-Za-z_][\w.:]{0,60})?(?:\(\d+\))?\s{0,20}([({[])/y;
const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]", "<": ">" };
const KEY =
  /\[?(?:[uUbB]?(["'`\u2018-\u201f\u00ab\u00bb])([^"'`\u2018-\u201f\u00ab\u00bb\n]{0,40})["'`\u2018-\u201f\u00ab\u00bb]|[:@$]?([A-Za-z_]\w{0,30}))\]?/y;
const OPERATOR = /\s{0,9}(=>|->|[:=\uff1a])/y;
const QUOTE = /(?:string\(\d+\) )?([uUbBrR]?)(?:(["`])|(')|[\u2018-\u201f\u00ab\u00bb])/y;
const CONTENTS: Readonly<Record<string, RegExp>> = {
  '"': /((?:[^"\\]|\\[\s\S])*)"/y,
  "`": /((?:[^`\\]|\\[\s\S])*)`/y,
  "'": /((?:[^'\\]|\\[\s\S])*)'/y,
};
const TYPOGRAPHIC_CONTENT = /([^\u201c-\u201f\u00ab\u00bb\n]*)[\u201c-\u201f\u00ab\u00bb]/y;
const SINGLE_TYPOGRAPHIC_CONTENT = /([^\u2018-\u201b\n]*)[\u2018-\u201b]/y;
/** Up to the next key or the closing bracket. The spaces are bounded, so that no text takes quadratic time. */
const BARE_VALUE =
  /(?:[^\s,;)\]}>{(["'][^\n]*?)?(?=\s{0,3}(?:[,;]\s{0,3}[:@$]?\[?["']?\w{1,20}["']?\]?\s?[:=-]|[)\]}>\n]|$))/y;
const COMMENT = /(?:\/\/|#(?!<))[^\n]*|\/\*[\s\S]*?\*\//y;
const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g;
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", 0: "\0" };

/** Resolves the escapes of a string literal, of whichever language. */
export function resolveEscapes(literal: string): string {
  if (!literal.includes("\\")) return literal;
  return literal.replace(ESCAPE, (_, braced, unit, byte, character) => {
    if (character !== undefined) return Object.hasOwn(ESCAPED, character) ? ESCAPED[character] : character;
    const code = Number.parseInt(braced ?? unit ?? byte, 16);
    return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}

class LooseReader {
  readonly features = new Set<string>();
  readonly #text: string;
  #at = 0;
  #isBroken = false;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Members | null {
    this.#skipBlank();
    const members = this.#readObject(0);
    if (this.#isBroken || !members) return null;
    // The same again, glued on, is as good as an end.
    const isOver = this.#match(/[;,]?\s{0,20}(?:\n|\0|$)/y) || this.#text[this.#at] === this.#text.trimStart()[0];
    return isOver ? members : null;
  }

  /** Reads an object; `null` when none begins here, or when it is broken. */
  #readObject(depth: number): Members | null {
    if (depth > MAX_DEPTH) return null;
    if (this.#match(STRUCT)) return this.#readMembers("<", depth);
    const match = this.#match(OBJECT);
    if (!match) return null;
    const [, before = "", type = "", opener = ""] = match;
    if (/[.&]/.test(before + type)) this.features.add("package");
    if (before === "$VAR1 = ") this.features.add("perl");
    if (before === "%") this.features.add("elixir");
    if (/^array$/i.test(type)) this.features.add("php");
    else if (type !== "") this.features.add("typed");
    // It may be the name of a type, or any word.
    if (depth === 0 && this.features.has("typed")) this.features.add("text-in-front");
    return this.#readMembers(opener, depth);
  }

  #readMembers(opener: string, depth: number): Members {
    const members: Members = new Map();
    const closer = CLOSERS[opener] as string;
    this.features.add(opener);
    for (;;) {
      this.#skipBlank();
      if (this.#skip(closer)) return members;
      const key = this.#readKey();
      const operator = this.#match(OPERATOR)?.[1];
      if (key === null || !operator || members.size > 5) break;
      if (operator !== ":" && operator !== "\uff1a") this.features.add(operator);
      if (operator === "\uff1a") this.features.add("typographic");
      members.set(key, this.#readValue(depth));
      if (this.#isBroken) return members;
      const isSpaced = this.#skipBlank();
      const separator = this.#match(/[,;\uff0c]/y)?.[0];
      if (separator === "\uff0c") this.features.add("typographic");
      this.#skipBlank();
      if (this.#text[this.#at] === closer) {
        if (separator) this.features.add("trailing-comma");
      } else if (!separator) {
        if (!isSpaced) break;
        this.features.add("missing-comma");
      }
    }
    this.#isBroken = true;
    return members;
  }

  #readKey(): string | null {
    const match = this.#match(KEY);
    if (!match) return null;
    const [, quote, quoted, bare] = match;
    if (quote === "'") this.features.add("single-quotes");
    else if (quote === undefined) this.features.add("bare-key");
    else if (quote !== '"') this.features.add("typographic");
    return quoted ?? bare ?? null;
  }

  #readValue(depth: number): string | Members {
    this.#skipBlank();
    const start = this.#at;
    const quote = this.#match(QUOTE);
    if (quote) return this.#readQuoted(quote);
    return this.#readObject(depth + 1) ?? this.#readBare(start);
  }

  #readQuoted([all, prefix, double, single]: RegExpExecArray): string {
    if (prefix) this.features.add("string-prefix");
    if (single) this.features.add("single-quotes");
    const isTypographic = !double && !single;
    if (isTypographic || double === "`") this.features.add("typographic");
    const typographic = all >= "\u201c" || all < "\u2018" ? TYPOGRAPHIC_CONTENT : SINGLE_TYPOGRAPHIC_CONTENT;
    const content = this.#match(isTypographic ? typographic : (CONTENTS[double ?? single ?? ""] as RegExp));
    if (!content) this.#isBroken = true;
    return resolveEscapes(content?.[1] ?? "");
  }

  #readBare(start: number): string {
    this.#at = start;
    const value = this.#match(BARE_VALUE)?.[0];
    if (value === undefined) this.#isBroken = true;
    else if (/^[-+]?(?:NaN|Infinity)$/.test(value)) this.features.add("nan");
    else if (/^(?:null|None|nil|undefined|true|false|True|False|[-\d.]+)$/.test(value))
      this.features.add("not-a-string");
    else this.features.add("bare-value");
    return value && /^(?:null|None|nil|undefined)$/.test(value) ? "" : (value ?? "");
  }

  /** Skips white space and comments; returns whether there were any. */
  #skipBlank(): boolean {
    const start = this.#at;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) this.#at += 1;
      else if (isWhiteSpace(code) || code === 0x200b || code === 0xfeff) {
        this.features.add("odd-space");
        this.#at += 1;
      } else if ((code === 0x2f || code === 0x23) && this.#match(COMMENT)) this.features.add("comment");
      else return this.#at > start;
    }
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }
}

/** The names that people give to the keys of a message, and what the keys are. */
const KEYS: Readonly<Record<string, string>> = {
  ...{
    from: "from",
    sender: "from",
    source: "from",
    to: "to",
    receiver: "to",
    recipient: "to",
    target: "to",
    dest: "to",
  },
  ...{ msg: "msg", message: "msg", text: "msg", body: "msg", content: "msg", data: "msg" },
  ...{ name: "name", username: "name", user: "name", nick: "name", ip: "ip", address: "ip", addr: "ip" },
};

/** Checks whether a key is one of a message, or what people call one. */
export function isKey(key: string): boolean {
  return Object.hasOwn(KEYS, key.toLowerCase());
}

/** Makes a message of members with these or similar keys; notes what had to be changed. */
export function toMessage(members: Members, features: Set<string>): ChatMessage | null {
  const outer = rename(members, features);
  const from = outer?.get("from");
  if (!outer || (from === undefined && !outer.has("name"))) return null;
  if (from === undefined) features.add("flat");
  if (typeof from === "string") features.add("from-is-text");
  const sender = typeof from === "string" ? readSender(from) : from ? rename(from, features) : outer;
  const parts = [sender?.get("name"), sender?.get("ip") ?? outer.get("ip") ?? "", outer.get("to"), outer.get("msg")];
  if (!parts.every((part) => typeof part === "string")) return null;
  const [name = "", ip = "", to = "", msg = ""] = parts;
  return { from: { name, ip }, to, msg };
}

/** Reads a sender that is a text: a name, or an object that was encoded on its own. */
function readSender(text: string): Members | null {
  if (!text.startsWith("{")) return new Map([["name", text]]);
  return new LooseReader(text).read();
}

function rename(members: Members, features: Set<string>): Members | null {
  const renamed: Members = new Map();
  for (const [key, value] of members) {
    const plain = key.toLowerCase().replace(/_$/, "");
    const known = isKey(plain) ? KEYS[plain] : undefined;
    if (known === undefined || renamed.has(known)) return null;
    if (known !== key) features.add("renamed");
    renamed.set(known, value);
  }
  return renamed;
}
