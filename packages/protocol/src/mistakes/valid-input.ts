import { MessageReader } from "../message-reader.ts";
import { findUsernameProblem } from "../username.ts";
import { trimWhiteSpace } from "../white-space.ts";

const LINE_FEED = 0x0a;
const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns the message with which the bytes begin, behind white space; `null` when they begin with something else. */
export function takeMessage(bytes: Uint8Array): Uint8Array | null {
  const reader = readerOf(bytes);
  const item = reader.next();
  return item?.kind === "message" ? bytes.subarray(item.offset - 1, bytes.length - reader.unreadBytes) : null;
}

/** Checks whether the bytes are one message, with nothing else but white space. */
export function isMessage(bytes: Uint8Array): boolean {
  const reader = readerOf(bytes);
  return reader.next()?.kind === "message" && reader.next() === null && !reader.isInsideMessage;
}

function readerOf(bytes: Uint8Array): MessageReader {
  // Not the beginning of a stream: there, a byte order mark is allowed.
  const reader = new MessageReader({ offset: 1 });
  reader.push(bytes);
  return reader;
}

/**
 * Returns the name with which the bytes begin, trimmed; `null` when it is none that anybody can have.
 *
 * @param isWhole - true when nothing may follow its newline
 */
export function takeName(bytes: Uint8Array, isWhole = false): string | null {
  const end = bytes.indexOf(LINE_FEED);
  if (isWhole && end >= 0 && end < bytes.length - 1) return null;
  try {
    const name = trimWhiteSpace(utf8Decoder.decode(end < 0 ? bytes : bytes.subarray(0, end)));
    return findUsernameProblem(name) ? null : name;
  } catch {
    return null;
  }
}
