import { HandshakeReader } from "../handshake.ts";
import { BROKEN_ENCODINGS, WIDE_ENCODINGS } from "./encodings.ts";
import { FOREIGN_PROTOCOLS } from "./foreign-protocols.ts";
import { LENGTH_PREFIX } from "./lengths.ts";
import { writeMessage } from "./members.ts";
import { type Mistake, type RecognisedMistake, SeenBytes, type SeenPlace, takeRefused } from "./mistake.ts";
import { REPAIRS } from "./repairs.ts";
import { SHOWN_OBJECTS } from "./shown-objects.ts";
import { SIGNATURES } from "./signatures.ts";
import { takeMessage, takeName } from "./valid-input.ts";

/** Number of bytes in which a mistake is looked for. A longer message is repaired by nobody. */
export const MAX_SEARCHED_BYTES = 4 * 1024;

const CUT_NAME: RecognisedMistake = {
  name: "cut-name",
  words: "Your name ended after 50 ms of silence, and this came behind it. Send the name at once: use nc, not telnet.",
  recognise: ({ place, text }) => place.isBehindSilence === true && /^[^\s{}\0]\r?\n?$/u.test(text),
};

export const RECOGNISED: readonly RecognisedMistake[] = [
  ...WIDE_ENCODINGS,
  ...FOREIGN_PROTOCOLS,
  ...SIGNATURES,
  LENGTH_PREFIX,
  ...BROKEN_ENCODINGS,
  CUT_NAME,
  ...SHOWN_OBJECTS,
  ...REPAIRS,
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
  return isValid(bytes.subarray(0, MAX_SEARCHED_BYTES), place) ? null : findMistakeInRefused(bytes, place);
}

/** The same for bytes that were refused, so that nobody has to check whether they are valid. */
export function findMistakeInRefused(bytes: Uint8Array, place: SeenPlace): FoundMistake | null {
  if (bytes.length === 0) return null;
  const all = new SeenBytes(bytes.subarray(0, MAX_SEARCHED_BYTES), place);
  const refused = new SeenBytes(takeRefused(all.bytes), place);
  for (const mistake of RECOGNISED) {
    const seen = mistake.looksAhead && refused.bytes.length < all.bytes.length ? all : refused;
    const candidate = mistake.repair?.(seen);
    const repaired = candidate ? takeValid(candidate, place) : null;
    if (repaired || mistake.recognise?.(seen)) return { mistake, repaired };
  }
  return null;
}

function isValid(bytes: Uint8Array, { isNameDue }: SeenPlace): boolean {
  if (!isNameDue) return takeMessage(bytes) !== null;
  const reader = new HandshakeReader();
  const handshake = reader.push(bytes) ?? reader.finish();
  return handshake.kind === "name" || (handshake.kind === "message" && takeMessage(handshake.rest) !== null);
}

/** Takes the message or the name that was meant, which may have a second mistake in its syntax. */
function takeValid(candidate: Uint8Array | string, { isNameDue }: SeenPlace): Uint8Array | null {
  const seen = typeof candidate === "string" ? utf8Encoder.encode(candidate) : candidate;
  const message = takeMessage(seen);
  if (message) return message;
  const name = isNameDue ? takeName(seen) : null;
  const { loose } = new SeenBytes(seen, {});
  const text = name ?? (loose && writeMessage(loose.message));
  return text === null ? null : utf8Encoder.encode(text);
}

const utf8Encoder = new TextEncoder();
