// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import * as decode from "./decoders.ts";
import { assemble } from "./members.ts";
import type { RecognisedMistake } from "./mistake.ts";

type Decoder = (text: string) => Uint8Array | string | null;
const asItIs: Decoder = (text) => text;

/** Formats of keys and values: the mistake, its text, a key and its value in it, and how a value is written. */
const PAIRS: readonly (readonly [name: string, pattern: RegExp, pair: RegExp, decoder: (text: string) => string])[] = [
  ["php-serialize", /^[aO]:\d+:.*/, /s:\d+:"(\w*)";s:\d+:"([^"]*)"/g, String],
  [
    "form-encoding",
    /^\??(?:[\w.[\]%]{1,30}=[^&\s]*&){2,5}[\w.[\]%]{1,30}=[^&\s]*/,
    /([^?&=\s]+)=([^&\s]*)/g,
    decode.decodePercent,
  ],
  ["xml", /^\s{0,9}<(?:[?!]|\w[^<>]*>)[\s\S]*/, /[< ](\w{1,20})(?:>([^<>]*)<\/|="([^"<>]*)")/g, decode.decodeEntities],
  [
    "yaml",
    /^(?:-{3}\s)?(?:\s*(?:(?:from|name|ip|to|msg)\s?[:=]|\[from\]).*(?:\n|$)){4,8}/,
    /^ *(name|ip|to|msg)(?:: | = |:$|=)["']?(.*?)["']?\r?$/gm,
    String,
  ],
];

/** Messages, and names, with something around them or in another alphabet: the mistake, its text, and how it is undone. */
const WRAPPINGS: readonly (readonly [name: string, pattern: RegExp, decoder: Decoder])[] = [
  ["encoded-twice", /^\s*("(?:[^"\\\n{]|\\.)*\{(?:[^"\\\n]|\\.)*")/, decode.decodeLiteral],
  ["escaped-quotes", /^\s*\{\s*\\".*/, decode.resolveEscapes],
  ["python-bytes", /^(?:bytearray\()?[bB](?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/, decode.resolveEscapes],
  ["quoted", /^\s*(?:'((?:[^'\\\n]|\\.)*)'|`([^`]*)`)/, decode.resolveEscapes],
  ["quoted-name", /^\s*(?:\[\s*)?"([^"\\\n{]*)"[ \t]*(?:\][ \t]*)?(?:\r?\n|$)/, asItIs],
  ["name-as-json", /^\s*\{[^{]*?(?:\{\s*)?["'](?:user_?|nick_?)?name["']\s*:\s*["']([^"'\\]*)["']/i, asItIs],
  ["list-of-messages", /^\s*[[(]\s*(\{[\s\S]*)/, asItIs],
  ["separator", /^\s*[,;]\s*(\{[\s\S]*)/, asItIs],
  ["base64", /^\s*(e[wy][\w+/-]{40,}={0,2})\s*(?:\n|$)/, decode.decodeBase64],
  ["hexadecimal", /^\s*(?:<Buffer |0x|\\x)?(7b(?:[ :,\\x]{0,3}[0-9a-f]{2})+)/i, decode.decodeHexadecimal],
  [
    "bytes-as-numbers",
    /^\s*(?:\{"type": ?"Buffer", ?"data": ?)?(?:\[\s*)?(123(?:,\s?-?\d{1,3})+)/,
    decode.decodeNumbers,
  ],
  ["percent-encoding", /^\s*%7B\S*/i, decode.decodePercent],
  ["html-entities", /^\s*\{\s*&(?:quot|#34);.*/, decode.decodeEntities],
  ["terminal-codes", /^.*?[\x08\x1b\x7f].*/, decode.applyKeys],
  ["zero-byte-end", /^([^\0]*)\0/, asItIs],
  ["text-in-front", /^[^\n{]{1,200}(\{[\s\S]*)/, asItIs],
];

/** Mistakes that go on behind a line feed. The first line of each shows that it is no text. */
const WITH_SEVERAL_LINES: ReadonlySet<string> = new Set(["xml", "yaml", "separator"]);

/** What is told to the sender, by mistake. */
const WORDS: Readonly<Record<string, string>> = {
  "php-serialize": "That is PHP's serialize(): send json_encode($message).",
  "form-encoding": "That is form encoding, as a web page sends it: send the message as JSON.",
  xml: "That is XML: send the message as JSON.",
  yaml: "That is YAML or TOML: send the message as JSON.",
  "encoded-twice": "That is JSON encoded twice: encode the object once, and send the text as it is.",
  "escaped-quotes":
    "That is JSON encoded twice: the quotes have backslashes. Send the text as the first encoder returns it.",
  "python-bytes": "That is how Python shows bytes: send the bytes themselves, never str(data) or repr(data).",
  quoted: "There are quotes around the message: send the object alone. In Python, never repr(text).",
  "quoted-name": "A name is plain text, no JSON: send it without quotes, and a newline.",
  "name-as-json": "Send your name as plain text first, with a newline and no JSON. Messages follow it.",
  "list-of-messages": "A message is one object and no list: send each object alone, without brackets.",
  separator: "Send nothing between messages: no comma, no semicolon.",
  base64: "That is base64: send the JSON text itself.",
  hexadecimal: "That is how bytes are shown as numbers to the base 16: send the bytes themselves.",
  "bytes-as-numbers": "That is how an array of bytes is shown as numbers: send the bytes themselves.",
  "percent-encoding": "That is percent encoding, as in a URL: send the JSON text itself.",
  "html-entities": "The quotes are written as HTML entities: send plain ones.",
  "terminal-codes":
    "There are characters of a terminal: colors, or keys such as Backspace and arrows. Type the line again, or send text alone.",
  "zero-byte-end":
    "A zero byte ends a string in C: send strlen(text) bytes, not strlen(text) + 1 and not sizeof buffer.",
  "text-in-front": "There is text in front of a message: send the object alone.",
};

/** Describes a mistake by a pattern of the text, and by what undoes it. */
function repairable(name: string, pattern: RegExp, undo: Decoder): RecognisedMistake {
  return {
    name,
    words: WORDS[name] ?? "",
    looksAhead: WITH_SEVERAL_LINES.has(name),
    repair({ text }) {
      const match = pattern.exec(text);
      return match && undo(match[1] ?? match[2] ?? match[0]);
    },
    ...(name === "zero-byte-end" && { recognise: ({ text }) => /^\0+(?:\s|\{|$)/.test(text) }),
  };
}

/** Pairs that are read at most: a message has four, and some languages put class names and versions around them. */
const MAX_PAIRS = 12;

/** Finds the keys and values of a text, and makes the message of them. */
function readPairs(text: string, pair: RegExp, decoder: (text: string) => string): string | null {
  const pairs: [string, string][] = [];
  for (const [, key = "", value, other = ""] of text.matchAll(pair)) {
    if (pairs.push([decoder(key), decoder(value ?? other)]) === MAX_PAIRS) break;
  }
  return assemble(pairs);
}

/** Mistakes whose text can be turned into the message, or the name, that was meant. */
export const REPAIRS: readonly RecognisedMistake[] = [
  ...PAIRS.map(([name, pattern, pair, decoder]) => repairable(name, pattern, (text) => readPairs(text, pair, decoder))),
  ...WRAPPINGS.map((row) => repairable(...row)),
];
