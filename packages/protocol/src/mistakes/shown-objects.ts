import type { LooseObject } from "./loose-object.ts";
import { writeMessage } from "./members.ts";
import type { RecognisedMistake } from "./mistake.ts";

/**
 * Forms in which languages show an object: the mistake, the form, who shows it so, and what to send. A text that has lost the
 * message has a pattern: it can't be repaired, so the whole line has to be that. An object has the features of its syntax.
 */
const SHOWN: readonly (readonly [name: string, form: RegExp | string, shows: string, send: string])[] = [
  ["object-object", /\[object [A-Z]\w{1,40}\]/, "JavaScript shows an object as a string", "JSON.stringify(message)"],
  ["java-to-string", /\[+(?:[BCDFIJSZ]|L[\w.$]{1,80};)@[\da-f]{4,8}/, "Java shows an array", "its elements, as bytes"],
  [
    "java-to-string",
    /([a-z]\w{0,40}\.){0,9}[A-Z][\w$]{0,60}@[\da-f]{4,8}/,
    "Java shows an object",
    "JSON, made by Gson",
  ],
  ["go-percent-v", /&?\{\{[^{}\n]+ [\d.:a-f]*\} [^{}\n]*\}/, "Go's %v shows a struct", "json.Marshal(message)"],
  ["go-percent-v", /&?\{From:\{[^{}\n]*\} To:.* Msg:.*\}/, "Go's %+v shows a struct", "json.Marshal(message)"],
  ["go-percent-v", /map\[from:map\[.*\] msg:.*\]/, "Go's %v shows a map", "json.Marshal(message)"],
  ["go-percent-v", /&?\{0xc[\da-f]{9} .*\}/, "Go's %v shows pointers", "json.Marshal(message)"],
  ["python-repr", /<[\w.]{1,80} object at 0x[\da-fA-F]{4,16}>/, "Python shows an object", "json.dumps(...) of a dict"],
  ["python-repr", /<[\w.<> -]{1,160} at 0x[\da-fA-F]{4,16}>/, "Python shows a function", "what a call of it returns"],
  ["csharp-to-string", /System\.[A-Z][\w.]{1,80}(`\d\[.{1,200}\]|\[\])?/, "C# shows an object", "Serialize(message)"],
  ["ruby-inspect", /#<[A-Z][\w:]{0,60}(:0x[\da-f]{4,16})?>/, "Ruby shows an object", "JSON.generate(message.to_h)"],
  ["perl-reference", /([\w:]{1,60}=)?(HASH|ARRAY)\(0x[\da-f]+\)/, "Perl shows a reference", "encode_json($message)"],
  ["lua-table", /table: (?:0x)?[\da-fA-F]{6,16}/, "Lua shows a table", "JSON, made by dkjson or cjson"],
  ["php-array", /Array/, "PHP shows an array as a string", "json_encode($message)"],
  ["no-value", /undefined|null|None|nil|NULL|\(null\)|NaN/, "a program shows no value: it was empty", "a message"],

  ["perl-dumper", "perl", "Perl's Data::Dumper shows a hash", "encode_json($message) of JSON::PP"],
  ["elixir-inspect", "elixir", "Elixir shows a map", "Jason.encode!(message)"],
  ["php-array", "php", "PHP shows an array", "json_encode($message)"],
  ["php-array", "[ =>", "PHP writes an array", "json_encode($message)"],
  ["ruby-inspect", "<", "Ruby shows an object", "JSON.generate(message.to_h)"],
  ["ruby-inspect", "=>", "Ruby shows a hash", "JSON.generate(message)"],
  ["scala-map", "typed ->", "Scala shows a Map", "JSON, made by a library such as circe or upickle"],
  ["javascript-inspect", "typed { : bareKey singleQuotes", "JavaScript shows an object", "JSON.stringify(message)"],
  ["java-to-string", "typed { = singleQuotes", "Java shows an object", "JSON, made by Gson or Jackson"],
  ["csharp-to-string", "typed { =", "C# shows a record", "JsonSerializer.Serialize(message)"],
  ["go-percent-v", "typed package { bareKey", "Go's %#v shows a struct", "what json.Marshal(message) returns"],
  ["rust-debug", "typed { bareKey", "Rust's {:?} shows a struct", "serde_json::to_string(&message)?"],
  ["java-to-string", "typed [ =", "Java shows a record", "JSON, made by Gson or Jackson"],
  ["python-repr", "typed ( = singleQuotes", "Python shows an object", "json.dumps(dataclasses.asdict(message))"],
  ["kotlin-to-string", "typed ( =", "Kotlin shows a data class", "Json.encodeToString(message)"],
  ["swift-print", "typed ( bareKey", "Swift shows a struct", "what JSONEncoder().encode(message) returns"],
  ["swift-print", "[", "Swift shows a Dictionary", "what JSONEncoder().encode(message) returns"],
  ["java-to-string", "=", "Java and C# show an object", "JSON, made by Gson, Jackson or JsonSerializer.Serialize"],
  ["javascript-inspect", "bareKey singleQuotes", "JavaScript shows an object", "JSON.stringify(message)"],
  ["python-repr", "stringPrefix", "Python shows a dict", "json.dumps(message)"],
  ["python-repr", "singleQuotes", "Python shows a dict, in single quotes", "json.dumps(message)"],
];

/** Text that is nearly JSON: the mistake, its features, and what to do. */
const NEARLY_JSON: readonly (readonly [name: string, features: string, words: string])[] = [
  ["bare-values", "bareKey bareValue", "A shell has taken the double quotes: put single quotes around the whole text."],
  ["typographic-quotes", "typographic", 'These are typographic quotes or marks: type plain ones, " and : and a comma.'],
  ["bare-keys", "bareKey", "Put double quotes around each key. JSON.stringify does (in Ruby, JSON.generate)."],
  ["comments", "comment", "JSON has no comments: leave them out."],
  ["trailing-comma", "trailingComma", 'There is a comma before "}": leave it out.'],
  ["missing-comma", "missingComma", "There is no comma between two members: put one."],
  ["odd-space", "oddSpace", "A space is none of JSON's, such as a no-break space (U+00A0): type a plain one."],
  ["nan", "nan", "JSON has no NaN and no Infinity, and each value is a string: put it in double quotes."],
  ["not-a-string", "nothing", 'Each value is a string: put it in double quotes, and write "" for none.'],
  ["not-a-string", "noString", 'Each value is a string: put it in double quotes, and write "" for none.'],
  ["bare-values", "bareValue", "Put double quotes around each value."],
  ["flat", "flat", 'Put the sender into an object: "from": {"name": "...", "ip": "..."}.'],
  ["from-is-text", "fromIsText", '"from" is an object: "from": {"name": "...", "ip": "..."}.'],
  ["other-keys", "renamed", "The keys are from, name, ip, to and msg, in small letters, and no others."],
];

/** Recognises a line that is the whole text, or that a frame or a zero byte follows. */
function line(name: string, { source }: RegExp, words: string): RecognisedMistake {
  const pattern = new RegExp(`^(?:${source})\\s*(?:$|[\\r\\n{\\0])`);
  return { name, words, recognise: ({ text }) => pattern.test(text) };
}

/** Recognises a message in the syntax that has these features. */
function syntax(name: string, features: string, words: string): RecognisedMistake {
  const needed = features.split(" ");
  // A word in front is a type only where the syntax has types.
  const isMeant = ({ features: found }: LooseObject) =>
    needed.every((feature) => found.has(feature)) && (needed[0] === "typed" || !found.has("textInFront"));
  return { name, words, repair: ({ loose }) => (loose && isMeant(loose) ? writeMessage(loose.message) : null) };
}

/** Objects in other syntaxes than JSON's, from the special to the general, then what is nearly JSON. */
export const SHOWN_OBJECTS: readonly RecognisedMistake[] = [
  ...SHOWN.map(([name, form, shows, send]) => {
    const words = `That is how ${shows}: send ${send}.`;
    return typeof form === "string" ? syntax(name, form, words) : line(name, form, words);
  }),
  ...NEARLY_JSON.map((row) => syntax(...row)),
];
