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

/** Number of bytes that are read as Latin-1: signatures are short. */
const MAX_LATIN1_BYTES = 1_024;

/** The first bytes that were refused, in the forms in which the mistakes look at them. Each is made when it is first needed. */
export class SeenBytes {
  readonly bytes: Uint8Array;
  readonly place: SeenPlace;
  #text: string | undefined;
  #latin1: string | undefined;
  #loose: LooseObject | null | undefined;

  constructor(bytes: Uint8Array, place: SeenPlace) {
    this.bytes = bytes;
    this.place = place;
  }

  /** The text, as far as it is UTF-8. */
  get text(): string {
    this.#text ??= utf8Decoder.decode(this.bytes);
    return this.#text;
  }

  /** One character for each of the first bytes. */
  get latin1(): string {
    this.#latin1 ??= latin1(this.bytes.subarray(0, MAX_LATIN1_BYTES));
    return this.#latin1;
  }

  /** The message that the text has in some other syntax than JSON. */
  get loose(): LooseObject | null {
    if (this.#loose === undefined) this.#loose = readLooseObject(this.text);
    return this.#loose;
  }
}

const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const LINE_FEED = 0x0a;

/** A bracket that PHP puts in the line below the word. */
const PHP_ARRAY = /^Array\s*\(/;

/**
 * Returns the first bytes that are refused together: a line, or all of them while a bracket is open at its end. What follows
 * that line is refused, or accepted, for itself.
 */
export function takeRefused(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte > 0x20);
  const end = bytes.indexOf(LINE_FEED, start) + 1;
  if (start < 0 || end === 0 || end === bytes.length) return bytes;
  const line = utf8Decoder.decode(bytes.subarray(start, end));
  const isOpen = line.replace(/[^([{]/g, "").length > line.replace(/[^)\]}]/g, "").length;
  return isOpen || PHP_ARRAY.test(utf8Decoder.decode(bytes.subarray(start, end + 20))) ? bytes : bytes.subarray(0, end);
}
