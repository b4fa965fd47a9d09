// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import { resolveEscapes } from "./loose-object.ts";
import { lookingAhead, type RecognisedMistake, rewriting, signature } from "./mistake.ts";
import { decodeEntities, decodePercent } from "./other-syntaxes.ts";

/** Longest run of encodings around one another that is taken off. */
const MAX_ENCODINGS = 3;

/** Takes off the quotes and escapes that a JSON encoder puts around a text, as often as it was encoded. */
function decodeLiteral(literal: string): string {
  let text = literal;
  for (let times = 0; times < MAX_ENCODINGS && text.startsWith('"') && text.endsWith('"'); times++)
    text = resolveEscapes(text.slice(1, -1));
  return text;
}

function fromBytes(numbers: readonly string[], base: number): Uint8Array {
  return Uint8Array.from(numbers, (number) => Number.parseInt(number, base));
}

function decodeBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (unit) => unit.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Whole messages, and names, with something around them or in another alphabet. */
export const WRAPPINGS: readonly RecognisedMistake[] = [
  rewriting(
    "encoded-twice",
    /^\s*("(?:[^"\\\n]|\\.)*")/,
    ([, literal = ""], { isNameDue }) => (isNameDue && !literal.includes("{") ? null : decodeLiteral(literal)),
    "That is JSON encoded twice: encode the object once, and send the text as it is.",
  ),
  rewriting(
    "escaped-quotes",
    /^\s*\{\s*\\"[^\n]*/,
    ([line]) => resolveEscapes(line),
    "That is JSON encoded twice: the quotes have backslashes. Send the text as the first encoder returns it.",
  ),
  rewriting(
    "python-bytes",
    /^(?:bytearray\()?[bB](?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/,
    ([, single, double]) => resolveEscapes(single ?? double ?? ""),
    "That is how Python shows bytes: send the bytes themselves, never str(data) or repr(data).",
  ),
  rewriting(
    "quoted",
    /^\s*(?:'((?:[^'\\\n]|\\.)*)'|`([^`]*)`)/,
    ([, single, backtick]) => resolveEscapes(single ?? backtick ?? ""),
    "There are quotes around the message: send the object alone. In Python, never repr(text).",
  ),
  rewriting(
    "quoted-name",
    /^\s*(?:\[\s*)?"([^"\\\n{]*)"[ \t]*(?:\][ \t]*)?(?:\r?\n|$)/,
    ([, name = ""], { isNameDue }) => (isNameDue ? name : null),
    "A name is plain text, no JSON: send it without quotes, and a newline.",
  ),
  rewriting(
    "name-as-json",
    /^\s*\{[^{]*?(?:\{\s*)?["'](?:user_?|nick_?)?name["']\s*:\s*["']([^"'\\]*)["']/i,
    ([, name = ""], { isNameDue }) => (isNameDue ? name : null),
    "Send your name as plain text first, with a newline and no JSON. Messages follow it.",
  ),
  rewriting(
    "list-of-messages",
    /^\s*[[(]\s*(\{[\s\S]*)/,
    ([, text = ""]) => text,
    "A message is one object and no list: send each object alone, without brackets.",
  ),
  lookingAhead(
    rewriting(
      "separator",
      /^\s*[,;]\s*(\{[\s\S]*)/,
      ([, text = ""]) => text,
      "Send nothing between messages: no comma, no semicolon.",
    ),
  ),
  rewriting(
    "base64",
    /^\s*(e[wy][\w+/-]{40,}={0,2})\s*(?:\n|$)/,
    ([, text = ""]) => decodeBase64(text),
    "That is base64: send the JSON text itself.",
  ),
  rewriting(
    "hexadecimal",
    /^\s*(?:<Buffer |0x|\\x)?(7b(?:[ :,\\x]{0,3}[0-9a-f]{2})+)/i,
    ([, text = ""]) => fromBytes(text.match(/[0-9a-f]{2}/gi) ?? [], 16),
    "That is how bytes are shown as numbers to the base 16: send the bytes themselves.",
  ),
  rewriting(
    "bytes-as-numbers",
    /^\s*(?:\{"type": ?"Buffer", ?"data": ?)?(?:\[\s*)?(123(?:,\s?-?\d{1,3})+)\]?/,
    ([, text = ""]) => fromBytes(text.split(","), 10),
    "That is how an array of bytes is shown as numbers: send the bytes themselves.",
  ),
  rewriting(
    "percent-encoding",
    /^\s*%7B\S*/i,
    ([text]) => decodePercent(text),
    "That is percent encoding, as in a URL: send the JSON text itself.",
  ),
  rewriting(
    "html-entities",
    /^\s*\{\s*&(?:quot|#34);[^\n]*/,
    ([text]) => decodeEntities(text),
    "The quotes are written as HTML entities: send plain ones.",
  ),
  rewriting(
    "terminal-codes",
    /^[^\n]*?[\x08\x1b\x7f][^\n]*/,
    ([line]) => applyBackspaces(line.replace(/\x1b\[[\d;?]{0,20}[A-Za-z~]/g, "")),
    "There are characters of a terminal: colors, or keys such as Backspace and arrows. Type the line again, or send text alone.",
  ),
  {
    name: "zero-byte-end",
    words: "A zero byte ends a string in C: send strlen(text) bytes, not strlen(text) + 1 and not sizeof buffer.",
    recognise: ({ latin1 }) => /^\0+(?:\s|\{|$)/.test(latin1),
    repair: ({ latin1, bytes }) => bytes.subarray(0, Math.max(0, latin1.indexOf("\0"))),
  },
  rewriting(
    "text-in-front",
    /^[^\n{]{1,200}(?=\{)/,
    ([text], { text: all }) => all.slice(text.length),
    "There is text in front of a message: send the object alone.",
  ),
];

function applyBackspaces(text: string): string {
  const kept: string[] = [];
  for (const character of text) {
    if (character === "\b" || character === "\x7f") kept.pop();
    else kept.push(character);
  }
  return kept.join("");
}

/** Formats for machines, known by their first bytes. */
export const BINARY_FORMATS: readonly RecognisedMistake[] = [
  signature(
    "telnet",
    /^\xff[\xf1-\xf9]/,
    "That is a command of telnet, as Ctrl+C sends it. Use nc in place of telnet.",
  ),
  signature("gzip", /^\x1f\x8b\x08/, "That is gzip: send the text uncompressed."),
  signature("zlib", /^x[\x01\x9c\xda]/, "That is compressed by zlib: send the text uncompressed."),
  signature("zstd", /^\x28\xb5\x2f\xfd/, "That is compressed by Zstandard: send the text uncompressed."),
  signature("msgpack", /^\x83(?:\xa4from|\xa2to|\xa3msg)/, "That is MessagePack: send the message as JSON."),
  signature("cbor", /^(?:[\xa3\xbf])(?:\x64from|\x62to|\x63msg)/, "That is CBOR: send the message as JSON."),
  signature("bson", /^[\s\S]{0,4}(?:\x03from\0|\x02(?:to|msg)\0)/, "That is BSON: send the message as JSON."),
  signature(
    "protobuf",
    /^\n?[\s\S]\n[\s\S][^\n]{0,64}\x12[\s\S][^\n]{0,64}\x12[\s\S][^\n]{0,64}\x1a/,
    "That looks like Protocol Buffers: send the message as JSON.",
  ),
  signature(
    "java-serialization",
    /^\xac\xed\0\x05/,
    "That is Java's serialization (ObjectOutputStream): send the message as JSON text.",
  ),
  signature("pickle", /^\x80[\x02-\x05][\x95}c\](X]/, "That is Python's pickle: send json.dumps(message)."),
  signature(
    "dotnet-serialization",
    /^\0\x01\0\0\0\xff\xff\xff\xff/,
    "That is .NET's BinaryFormatter: send the message as JSON text.",
  ),
];
