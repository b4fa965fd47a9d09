import { latin1 } from "./latin-1.ts";
import { type LooseObject, readLooseObject } from "./loose-object.ts";

/**
 * A mistake that people make when they write a client, and how to mend it.
 *
 * One that can be repaired is recognised by its repair: the result has to be a valid message, or a valid name. The others
 * have a signature that no message has, or have lost the content of the message.
 */
export interface Mistake {
  /** The mistake, for logs and counters: `python-repr`. */
  readonly name: string;
  /** One or two sentences in ASCII: what the bytes are, and how to mend it. */
  readonly words: string;
}

/** A mistake with the way in which it is found. */
export interface RecognisedMistake extends Mistake {
  /**
   * True when it is looked for behind the end of the first line too: its line feed may be a byte of a number, or the mistake
   * has several lines. Its first line has to be a part of it for certain, since anything may follow text that is no mistake.
   * @default false
   */
  readonly looksAhead?: boolean;
  /** Returns the bytes, or the text, as they were most likely meant; `null` when they are not this mistake. */
  readonly repair?: (seen: SeenBytes) => Uint8Array | string | null;
  /** Recognises a mistake that can't be repaired. */
  readonly recognise?: (seen: SeenBytes) => boolean;
}

/** The place in a connection at which bytes were refused. */
export interface SeenPlace {
  /**
   * True when a name was due, or a first message that has it.
   * @default false
   */
  readonly isNameDue?: boolean;
  /**
   * True right behind a name that silence ended [C-31].
   * @default false
   */
  readonly isBehindSilence?: boolean;
}

/** The first bytes that were refused, in the forms in which the mistakes look at them. Each is made when it is first needed. */
export class SeenBytes {
  readonly bytes: Uint8Array;
  /** True when a name was due, or a first message that has it. */
  readonly isNameDue: boolean;
  /** True right behind a name that silence ended. */
  readonly isBehindSilence: boolean;
  #text: string | null = null;
  #latin1: string | null = null;
  #loose: LooseObject | null | undefined;

  constructor(bytes: Uint8Array, { isNameDue = false, isBehindSilence = false }: SeenPlace = {}) {
    this.bytes = bytes;
    this.isNameDue = isNameDue;
    this.isBehindSilence = isBehindSilence;
  }

  /** The text, as far as it is UTF-8. */
  get text(): string {
    this.#text ??= utf8Decoder.decode(this.bytes);
    return this.#text;
  }

  /** One character for each byte. */
  get latin1(): string {
    this.#latin1 ??= latin1(this.bytes);
    return this.#latin1;
  }

  /** The message that the text has in some other syntax than JSON. */
  get loose(): LooseObject | null {
    if (this.#loose === undefined) this.#loose = readLooseObject(this.text);
    return this.#loose;
  }
}

const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Describes a mistake that the first bytes show, as a pattern over one character for each byte. */
export function signature(name: string, pattern: RegExp, words: string): RecognisedMistake {
  return { name, words, looksAhead: true, recognise: (seen) => pattern.test(seen.latin1) };
}

/**
 * Returns the first bytes that are refused together: a line, or several while a bracket is open, or when PHP shows an array.
 * What follows is refused, or accepted, for itself.
 */
export function takeRefused(bytes: Uint8Array): Uint8Array {
  let openBrackets = 0;
  let isBlank = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (OPENING.has(byte)) openBrackets += 1;
    else if (CLOSING.has(byte)) openBrackets -= 1;
    else if (byte === LINE_FEED && !isBlank) {
      const goesOn = openBrackets > 0 || /^\s*Array\s*\(/.test(latin1(bytes.subarray(0, MAX_PHP_START)));
      return goesOn ? bytes : bytes.subarray(0, at + 1);
    }
    if (byte > 0x20) isBlank = false;
  }
  return bytes;
}

/** Bytes in which PHP's `Array`, and the bracket in the next line, are looked for. */
const MAX_PHP_START = 20;
const LINE_FEED = 0x0a;
const OPENING: ReadonlySet<number> = new Set([0x28, 0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x29, 0x5d, 0x7d]);

/** Describes a mistake by a pattern of the text, and by what makes the meant text of a match. */
export function rewriting(
  name: string,
  pattern: RegExp,
  rewrite: (match: RegExpExecArray, seen: SeenBytes) => Uint8Array | string | null,
  words: string,
): RecognisedMistake {
  return {
    name,
    words,
    repair(seen) {
      const match = pattern.exec(seen.text);
      return match && rewrite(match, seen);
    },
  };
}

/** Lets a mistake be looked for behind the end of the first line. */
export function lookingAhead(mistake: RecognisedMistake): RecognisedMistake {
  return { ...mistake, looksAhead: true };
}
