import { asciiJson } from "./ascii-json.ts";
import type { ChatMessage } from "./chat-message.ts";
import { InvalidMessageError } from "./errors.ts";
import { parseMessage } from "./message-parser.ts";

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Writes a message as one line of JSON, without the newline: byte for byte what the original contract's helper
 * writes, so in plain ASCII [C-5].
 *
 * @throws {InvalidMessageError} when an argument is not a string, or holds half of a surrogate pair.
 */
export function createJsonMsg(senderName: string, senderIp: string, target: string, text: string): string {
  const name = writeString("from.name", senderName);
  const ip = writeString("from.ip", senderIp);
  return `{"from": {"name": ${name}, "ip": ${ip}}, "to": ${writeString("to", target)}, "msg": ${writeString("msg", text)}}`;
}

/**
 * Reads one message from bytes that hold exactly one, white space around it aside. For a stream, whose reads do not
 * end where messages end, use `MessageReader` [C-5].
 *
 * @returns the message, or `null` for anything else; it never throws.
 */
export function decodeJsonMsg(bytes: Uint8Array): ChatMessage | null {
  try {
    return parseMessage(utf8Decoder.decode(bytes));
  } catch {
    return null;
  }
}

/**
 * Encodes a message for the wire: one line, its newline included, so that peers which read by line find it too [C-20].
 *
 * @throws {InvalidMessageError} when it is not a message of the contract.
 */
export function encodeMessage({ from, to, msg }: ChatMessage): Uint8Array {
  return utf8Encoder.encode(`${createJsonMsg(from.name, from.ip, to, msg)}\n`);
}

/** The structure of a message with `"..."` for every value, laid out for people; `/standard` shows it [C-5]. */
export function getStandardJson(): string {
  return `
    {
      "from": { "name": "...", "ip": "..." },
      "to": "...",
      "msg": "..."
    }
    `;
}

function writeString(path: string, value: string): string {
  if (typeof value !== "string") throw new InvalidMessageError(`"${path}" is not a string but ${typeof value}.`);
  if (!value.isWellFormed()) throw new InvalidMessageError(`"${path}" has half of a surrogate pair.`);
  // The one character that is ASCII and that Python escapes all the same.
  return asciiJson(value).replaceAll("\x7f", "\\u007f");
}
