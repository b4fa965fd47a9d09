import fc from "fast-check";
import { asciiJson } from "../src/ascii-json.ts";
import type { ChatMessage } from "../src/chat-message.ts";
import { createJsonMsg } from "../src/message.ts";

// Objects of the usual kind: fast-check also makes some without a prototype, which equality would tell apart.
const PLAIN = { noNullPrototype: true } as const;

/** Characters that something could go wrong with: structure, escapes, every length in UTF-8, the edges of each range. */
const character = fc.constantFrom(
  ..."abcxyz 0189{}[]\"\\/:,'\b\t\n\v\f\r\0\u001f\u007f\u0080\u0085\u00a0\u00e9\u07ff\u0800\u200b\u2028\u2029\u3000\ud7ff\ue000\ufeff\uffff",
  "\u{10000}",
  "\u{1f44b}",
  "\u{10ffff}",
);
const shortText = fc.string({ unit: character, maxLength: 8 });

const name = fc.oneof(shortText, fc.constantFrom("Ada", "Bob", "SERVER", "__proto__"));
const receiver = fc.oneof(name, fc.constantFrom("/list", "/shout", "Everyone"));

export const message: fc.Arbitrary<ChatMessage> = fc.record(
  { from: fc.record({ name, ip: fc.oneof(fc.constant("192.0.2.7"), shortText) }, PLAIN), to: receiver, msg: shortText },
  PLAIN,
);

/** Spellings of a message: all of one message mean the same [C-3]. */
export const spelledMessage = fc
  .tuple(message, fc.array(fc.constantFrom("", " ", "\n", "\t\r\n"), { minLength: 1, maxLength: 4 }), fc.integer())
  .map(([value, spaces, seed]) => ({ message: value, text: spell(value, spaces, seed) }));

/** Changes to a text at random places, each of which may well make it no message. */
const mutation = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 3 }),
  insert: fc.constantFrom(
    "",
    "",
    '"',
    "{",
    "}",
    "\\",
    ",",
    ":",
    "1",
    "null",
    "\\ud83d",
    "\\u00e9",
    '"msg":"x",',
    '"k":{},',
    " ",
    "\n",
    "\u0001",
  ),
});

/** A text that nearly is a message, and sometimes is. */
export const nearMessage = fc
  .tuple(spelledMessage, fc.array(mutation, { maxLength: 3 }))
  .map(([{ text }, mutations]) => mutations.reduce(mutate, text));

/** Contents of a string literal: whole and broken escapes, halves of surrogate pairs, characters that must be escaped. */
const literalContent = fc
  .array(
    fc.constantFrom(
      ..."ab {}[],:'/\u007f\u0080\u00e9\n\0\u001f",
      "\u{1f44b}",
      '\\"',
      "\\\\",
      "\\/",
      "\\n",
      "\\b",
      "\\u00e9",
      "\\u00E9",
      "\\ud83d\\udc4b",
      "\\uD83D\\uDC4B",
      "\\ud83d",
      "\\udc4b",
      "\\ud83d\\u0041",
      "\\u12",
      "\\x",
    ),
    { maxLength: 4 },
  )
  // Mostly plain text, as with four parts that may all break a message hardly one would stay whole.
  .chain((parts) => fc.constantFrom("Ada", "hello", "", parts.join("")));

/** Messages laid out like those of nearly all clients, the same receiver a few times in a row, and what nearly is one. */
export const commonLines = fc
  .tuple(
    fc.array(literalContent, { minLength: 3, maxLength: 3 }),
    fc.array(literalContent, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", " "),
    fc.constantFrom("", "\n"),
    fc.array(mutation, { maxLength: 1 }),
    fc.boolean(),
  )
  .map(([[name, ip, to], texts, space, end, mutations, isWhole]) => {
    const header = `{"from":${space}{"name":${space}"${name}",${space}"ip":${space}"${ip}"},${space}"to":${space}"${to}",`;
    const lines = texts.map((text) => `${header}${space}"msg":${space}"${text}"}${end}`).join("");
    return isWhole ? lines : mutations.reduce(mutate, lines);
  });

const whiteSpace = fc.constantFrom(
  " ",
  "\n",
  "\r\n",
  "\t",
  "\u0085",
  "\u00a0",
  "\u1680",
  "\u2003",
  "\u2028",
  "\u3000",
  "\ufeff",
);
const garbage = fc.oneof(
  fc.constantFrom("hello", "bye\n", "}", '"', "\u200b", "[", ",\n"),
  fc.string({ unit: character, maxLength: 5 }),
);

/** A complete object that is no message. */
export const brokenObject = fc.constantFrom(
  "{}",
  '{"a":{"b":{}}}',
  '{"msg":"}"}',
  "{x}",
  '{"to":1}',
  '{"from":{},"to":"","msg":"é"}',
);

/** Garbage that a line feed ends, so that it damages nothing after it. */
export const garbageLine = fc.constantFrom("hello\n", "}\n", '"\n', "\u00e9\u{1f44b}\n", "x\r\n", "] ,\n");

export const blank = whiteSpace.filter((text) => text !== "\ufeff");

// Rare, since nothing after it is read.
const invalidUtf8 = fc.constantFrom(
  [0xff],
  [0x80],
  [0xc3],
  [0xc0, 0xaf],
  [0xe2, 0x80],
  [0xed, 0xa0, 0xbd],
  [0xf0, 0x9f, 0x91],
  [0xf4, 0x90],
);

const part: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: spelledMessage.map(({ text }) => Buffer.from(text)) },
  { weight: 2, arbitrary: message.map(({ from, to, msg }) => Buffer.from(createJsonMsg(from.name, from.ip, to, msg))) },
  { weight: 3, arbitrary: commonLines.map((text) => Buffer.from(text)) },
  { weight: 4, arbitrary: whiteSpace.map((text) => Buffer.from(text)) },
  { weight: 3, arbitrary: garbage.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: brokenObject.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: nearMessage.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: invalidUtf8.map((bytes) => Uint8Array.from(bytes)) },
);

/** A stream of messages, broken frames and garbage. */
export const stream: fc.Arbitrary<Uint8Array> = fc
  .array(part, { maxLength: 8 })
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

/** Positions at which TCP cuts; {@link toPositions} brings the numbers into the stream's length. */
export const cuts = fc.array(fc.nat(), { maxLength: 6 });

/** Brings numbers into the order and range of positions in a stream of this length. */
export function toPositions(numbers: readonly number[], length: number): number[] {
  return numbers.map((number) => number % (length + 1)).sort((a, b) => a - b);
}

function spell({ from, to, msg }: ChatMessage, spaces: readonly string[], seed: number): string {
  // Spelled by another hand than JSON.stringify: escapes where none are needed, keys in any order, white space anywhere.
  let state = seed;
  const pick = (count: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    return (state >>> 16) % count;
  };
  const space = () => spaces[pick(spaces.length)];
  const string = (text: string) =>
    pick(4) === 0
      ? asciiJson(text)
      : `"${Array.from(text, (char) => (pick(8) === 0 ? escapeUnits(char) : plain(char))).join("")}"`;
  const object = (members: string[]) => {
    const start = pick(members.length);
    const rotated = [...members.slice(start), ...members.slice(0, start)];
    return `{${space()}${rotated.join(`${space()},${space()}`)}${space()}}`;
  };
  const member = (key: string, value: string) => `${string(key)}${space()}:${space()}${value}`;
  const sender = object([member("name", string(from.name)), member("ip", string(from.ip))]);
  return object([member("from", sender), member("to", string(to)), member("msg", string(msg))]);
}

/** Returns a character as escapes, where none may be needed. */
function escapeUnits(char: string): string {
  return char.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
}

function plain(char: string): string {
  return JSON.stringify(char).slice(1, -1);
}

function mutate(text: string, { at, remove, insert }: { at: number; remove: number; insert: string }): string {
  const position = at % (text.length + 1);
  return text.slice(0, position) + insert + text.slice(position + remove);
}
