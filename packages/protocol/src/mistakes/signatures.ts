// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import type { RecognisedMistake } from "./mistake.ts";

/** Formats for machines, by their first bytes: the mistake, the pattern over a character for each byte, what it is, what to do. */
const FORMATS: readonly (readonly [name: string, pattern: RegExp, what: string, remedy?: string])[] = [
  ["telnet", /^\xff[\xf1-\xf9]/, "a command of telnet, as Ctrl+C sends it", "use nc in place of telnet"],
  ["gzip", /^\x1f\x8b\x08/, "gzip", "send the text uncompressed"],
  ["zlib", /^x[\x01\x9c\xda]/, "compressed by zlib", "send the text uncompressed"],
  ["zstd", /^\x28\xb5\x2f\xfd/, "compressed by Zstandard", "send the text uncompressed"],
  ["msgpack", /^\x83(?:\xa4from|\xa2to|\xa3msg)/, "MessagePack"],
  ["cbor", /^[\xa3\xbf](?:\x64from|\x62to|\x63msg)/, "CBOR"],
  ["bson", /^[\s\S]{0,2}\0\0(?:\x03from\0|\x02(?:to|msg)\0)/, "BSON"],
  [
    "protobuf",
    /^\n?[\x06-\x3f]\n[\s\S][ -\xff]{1,64}\x12(?:[\s\S][^\n]{0,64}[\x12\x1a]){2}/,
    "Protocol Buffers, it seems",
  ],
  ["java-serialization", /^\xac\xed\0\x05/, "Java's serialization (ObjectOutputStream)"],
  ["pickle", /^\x80[\x02-\x05][\x95}c\](X]/, "Python's pickle", "send json.dumps(message)"],
  ["dotnet-serialization", /^\0\x01\0\0\0\xff\xff\xff\xff/, ".NET's BinaryFormatter"],
];

/** Mistakes that their first bytes show. */
export const SIGNATURES: readonly RecognisedMistake[] = FORMATS.map(
  ([name, pattern, what, remedy = "send the message as JSON text"]) => ({
    name,
    words: `That is ${what}: ${remedy}.`,
    looksAhead: true,
    recognise: ({ latin1 }) => pattern.test(latin1),
  }),
);
