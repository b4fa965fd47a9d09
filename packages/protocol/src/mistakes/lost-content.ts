// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what is recognised has them.
import { type RecognisedMistake, signature } from "./mistake.ts";

/** The text that a language shows in place of an object: the mistake, the pattern, who shows it so, and what to send. */
const SHOWN: readonly (readonly [name: string, pattern: RegExp, shows: string, send: string])[] = [
  ["object-object", /\[object [A-Z]\w{1,40}\]/, "JavaScript shows an object as a string", "JSON.stringify(message)"],
  ["java-to-string", /\[+(?:[BCDFIJSZ]|L[\w.$]{1,80};)@[\da-f]{4,8}/, "Java shows an array", "its elements, as bytes"],
  [
    "java-to-string",
    /(?:[a-z]\w{0,40}\.){0,9}[A-Z][\w$]{0,60}@[\da-f]{4,8}/,
    "Java shows an object",
    "JSON, made by Gson",
  ],
  [
    "go-percent-v",
    /&?\{\{[^{}\n]{1,99} [\d.:a-f]{0,45}\} [^{}\n]*\}/,
    "Go's %v shows a struct",
    "json.Marshal(message)",
  ],
  ["go-percent-v", /&?\{From:\{[^{}\n]*\} To:[^\n]* Msg:[^\n]*\}/, "Go's %+v shows a struct", "json.Marshal(message)"],
  ["go-percent-v", /map\[from:map\[[^\n]*\] msg:[^\n]*\]/, "Go's %v shows a map", "json.Marshal(message)"],
  ["go-percent-v", /&?\{0xc[\da-f]{9} [^\n]*\}/, "Go's %v shows pointers", "json.Marshal(message)"],
  ["python-repr", /<[\w.]{1,80} object at 0x[\da-fA-F]{4,16}>/, "Python shows an object", "json.dumps(...) of a dict"],
  ["python-repr", /<[\w.<> -]{1,160} at 0x[\da-fA-F]{4,16}>/, "Python shows a function", "what a call of it returns"],
  [
    "csharp-to-string",
    /System\.[A-Z][\w.]{1,80}(?:`\d\[[^\n]{1,200}\]|\[\])?/,
    "C# shows an object",
    "Serialize(message)",
  ],
  ["ruby-inspect", /#<[A-Z][\w:]{0,60}(?::0x[\da-f]{4,16})?>/, "Ruby shows an object", "JSON.generate(message.to_h)"],
  [
    "perl-reference",
    /(?:[\w:]{1,60}=)?(?:HASH|ARRAY)\(0x[\da-f]{4,16}\)/,
    "Perl shows a reference",
    "encode_json($message)",
  ],
  ["lua-table", /table: (?:0x)?[\da-fA-F]{6,16}/, "Lua shows a table", "JSON, made by dkjson or cjson"],
  ["php-array", /Array/, "PHP shows an array as a string", "json_encode($message)"],
  ["no-value", /undefined|null|None|nil|NULL|\(null\)|NaN/, "a program shows no value: it was empty", "a message"],
];

/** Texts that have lost the message. Nothing can be repaired, so each is an exact grammar, and the whole line has to be that. */
export const LOST_CONTENT: readonly RecognisedMistake[] = [
  ...SHOWN.map(([name, pattern, shows, send]) =>
    signature(name, new RegExp(`^(?:${pattern.source})\\s*(?:$|[\\r\\n{\\0])`), `That is how ${shows}: send ${send}.`),
  ),
  {
    name: "cut-name",
    words:
      "Your name ended after 50 ms of silence, and this came behind it. Send the name at once: use nc, not telnet.",
    recognise: ({ isBehindSilence, text }) => isBehindSilence && /^[^\s{}\0]\r?\n?$/u.test(text),
  },
];
