import { HandshakeReader } from "../handshake.ts";
import { ENCODINGS } from "./encodings.ts";
import { FOREIGN_PROTOCOLS } from "./foreign-protocols.ts";
import { LENGTHS } from "./lengths.ts";
import { readLooseObject } from "./loose-object.ts";
import { LOST_CONTENT } from "./lost-content.ts";
import { type Mistake, type RecognisedMistake, SeenBytes, type SeenPlace, takeRefused } from "./mistake.ts";
import { LOOSE_SYNTAXES, OTHER_FORMATS, writeLoose } from "./other-syntaxes.ts";
import { takeMessage, takeName } from "./valid-input.ts";
import { BINARY_FORMATS, WRAPPINGS } from "./wrappings.ts";

/** Number of bytes in which a mistake is looked for. A longer message is repaired by nobody. */
export const MAX_SEARCHED_BYTES = 4 * 1024;

export const RECOGNISED: readonly RecognisedMistake[] = [
  ...ENCODINGS.filter(({ name }) => name !== "latin-1" && name !== "cut-character"),
  ...FOREIGN_PROTOCOLS,
  ...BINARY_FORMATS,
  ...LENGTHS,
  ...ENCODINGS.filter(({ name }) => name === "latin-1" || name === "cut-character"),
  ...LOST_CONTENT,
  ...LOOSE_SYNTAXES,
  ...OTHER_FORMATS,
  ...WRAPPINGS,
];

/** Every mistake that is recognised. The first one that fits is the one that is told. */
export const MISTAKES: readonly Mistake[] = RECOGNISED.map(({ name, words }) => ({ name, words }));

/** A mistake that was recognised in some bytes. */
export interface FoundMistake {
  /** The mistake, with its words. */
  readonly mistake: Mistake;
  /** The valid message, or the valid name, that was meant; `null` for a mistake that can't be repaired. */
  readonly repaired: Uint8Array | null;
}

/**
 * Recognises a mistake in bytes that a server refuses, from the first refused byte on. More bytes of the same read should
 * follow if there are any: in many mistakes the first byte says too little. Takes time that grows with the first
 * {@link MAX_SEARCHED_BYTES} alone.
 *
 * A hint is about what is refused first, a line of text for example, and never about what follows it. So the cuts of the
 * stream matter only where they have to: in front of the end of that line, and in mistakes that go on behind a line feed. Those
 * are numbers and formats for machines, in which a line feed is a byte like any other, and texts whose first line shows that it
 * is not the last: an open bracket, XML, YAML, a separator, a length in digits.
 *
 * @returns `null` for bytes that are valid, and for mistakes that are not known for certain: the repaired bytes have to be a
 *   valid message or, when a name is due, a valid name. Only mistakes that can't be repaired are recognised by themselves.
 */
export function findMistake(bytes: Uint8Array, place: SeenPlace = {}): FoundMistake | null {
  const all = new SeenBytes(bytes.subarray(0, MAX_SEARCHED_BYTES), place);
  if (bytes.length === 0 || isValid(all)) return null;
  const refused = new SeenBytes(takeRefused(all.bytes), place);
  for (const mistake of RECOGNISED) {
    const seen = mistake.looksAhead ? all : refused;
    const candidate = mistake.repair?.(seen);
    const repaired = candidate ? takeValid(candidate, seen) : null;
    if (repaired || mistake.recognise?.(seen)) return { mistake, repaired };
  }
  return null;
}

function isValid({ bytes, isNameDue }: SeenBytes): boolean {
  if (!isNameDue) return takeMessage(bytes) !== null;
  const reader = new HandshakeReader();
  const handshake = reader.push(bytes) ?? reader.finish();
  return handshake.kind === "name" || (handshake.kind === "message" && takeMessage(handshake.rest) !== null);
}

/** Takes the message or the name that was meant, which may have a second mistake in its syntax. */
function takeValid(candidate: Uint8Array | string, { isNameDue }: SeenBytes): Uint8Array | null {
  const bytes = typeof candidate === "string" ? utf8Encoder.encode(candidate) : candidate;
  const message = takeMessage(bytes);
  if (message) return message;
  const name = isNameDue ? takeName(bytes) : null;
  if (name !== null) return utf8Encoder.encode(name);
  const loose = readLooseObject(utf8Decoder.decode(bytes));
  const text = loose && writeLoose(loose);
  return text ? utf8Encoder.encode(text) : null;
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });
