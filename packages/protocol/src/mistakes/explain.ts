import type { HandshakeProblem } from "../handshake.ts";
import { SHAPE } from "../message-parser.ts";
import { quoteStart } from "../quote.ts";
import { type Rejection, RejectionCode } from "../rejection.ts";
import { findMistakeInRefused } from "./find-mistake.ts";
import type { SeenPlace } from "./mistake.ts";

/** The text for a peer whose bytes were refused. */
export interface Explanation {
  /**
   * The problem, and how to mend it. In a message from the server to a user of any name it stays under 1,000 bytes on the
   * wire.
   */
  readonly reason: string;
  /** Name of the mistake that was recognised, for logs and counters. */
  readonly mistake?: string;
}

/**
 * Explains a rejection: what is wrong, where, and how to mend it.
 *
 * @param bytes - the refused bytes, and what follows them as far as it has come (`rejectedBytes` of a `MessageReader`)
 */
export function explainRejection(rejection: Rejection, bytes: Uint8Array, place: SeenPlace = {}): Explanation {
  const isGarbage = rejection.code === RejectionCode.StrayText && bytes.length > 0;
  const reason = isGarbage ? `there is text outside a message: ${quoteGarbage(bytes)}. ${SHAPE}` : rejection.reason;
  const found = findMistakeInRefused(bytes, place);
  if (!found) return { reason };
  // A recognised mistake is mended in another way than by the shape of a message.
  const start = reason.endsWith(SHAPE) ? reason.slice(0, -SHAPE.length).trimEnd() : reason;
  return { reason: `${start} ${found.mistake.words}`, mistake: found.mistake.name };
}

/** Explains why a name is refused. `bytes` are the first of the connection. */
export function explainName(problem: HandshakeProblem, bytes: Uint8Array): Explanation {
  const found = findMistakeInRefused(bytes, { isNameDue: true });
  if (!found) return { reason: problem.text };
  return { reason: `${problem.text} ${found.mistake.words}`, mistake: found.mistake.name };
}

/** Bytes that are quoted at most: each is at least one character. */
const MAX_QUOTED_BYTES = 44;

/** Quotes garbage, which ends with its line or at the next object. What follows it in the same read is not refused with it. */
function quoteGarbage(bytes: Uint8Array): string {
  const [garbage = ""] = /^[^\n{]*\n?/.exec(utf8Decoder.decode(bytes.subarray(0, MAX_QUOTED_BYTES))) ?? [];
  return quoteStart(garbage);
}

const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });
