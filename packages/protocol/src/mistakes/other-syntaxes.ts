import { createJsonMsg } from "../message.ts";
import { isKey, type LooseObject, toMessage } from "./loose-object.ts";
import { lookingAhead, type RecognisedMistake, rewriting } from "./mistake.ts";

/** The form in which a language shows an object: the mistake, the features of the syntax, who shows it so, and what to send. */
const SHOWN: readonly (readonly [name: string, features: string, shows: string, send: string])[] = [
  ["perl-dumper", "perl", "Perl's Data::Dumper shows a hash", "encode_json($message) of JSON::PP"],
  ["elixir-inspect", "elixir", "Elixir shows a map", "Jason.encode!(message)"],
  ["php-array", "php", "PHP shows an array", "json_encode($message)"],
  ["php-array", "[ =>", "PHP writes an array", "json_encode($message)"],
  ["ruby-inspect", "<", "Ruby shows an object", "JSON.generate(message.to_h)"],
  ["ruby-inspect", "=>", "Ruby shows a hash", "JSON.generate(message)"],
  ["scala-map", "typed ->", "Scala shows a Map", "JSON, made by a library such as circe or upickle"],
  ["csharp-to-string", "typed { =", "C# shows a record", "JsonSerializer.Serialize(message)"],
  ["go-percent-v", "typed package { bare-key", "Go's %#v shows a struct", "what json.Marshal(message) returns"],
  ["rust-debug", "typed { bare-key", "Rust's {:?} shows a struct", "serde_json::to_string(&message)?"],
  ["java-to-string", "typed [ =", "Java shows a record", "JSON, made by Gson or Jackson"],
  ["python-repr", "typed ( = single-quotes", "Python shows an object", "json.dumps(dataclasses.asdict(message))"],
  ["kotlin-to-string", "typed ( =", "Kotlin shows a data class", "Json.encodeToString(message)"],
  ["swift-print", "typed ( bare-key", "Swift shows a struct", "what JSONEncoder().encode(message) returns"],
  ["swift-print", "[", "Swift shows a Dictionary", "what JSONEncoder().encode(message) returns"],
  ["java-to-string", "=", "Java and C# show an object", "JSON, made by Gson, Jackson or JsonSerializer.Serialize"],
  ["javascript-inspect", "bare-key single-quotes", "JavaScript shows an object", "JSON.stringify(message)"],
  ["python-repr", "string-prefix", "Python shows a dict", "json.dumps(message)"],
  ["python-repr", "single-quotes", "Python shows a dict, in single quotes", "json.dumps(message)"],
];

/** Text that is nearly JSON: the mistake, its features, and what to do. */
const NEARLY_JSON: readonly (readonly [name: string, features: string, words: string])[] = [
  [
    "bare-values",
    "bare-key bare-value",
    "A shell has taken the double quotes: put single quotes around the whole text.",
  ],
  ["typographic-quotes", "typographic", 'These are typographic quotes or marks: type plain ones, " and : and a comma.'],
  ["bare-keys", "bare-key", "Put double quotes around each key. JSON.stringify does (in Ruby, JSON.generate)."],
  ["comments", "comment", "JSON has no comments: leave them out."],
  ["trailing-comma", "trailing-comma", 'There is a comma before "}": leave it out.'],
  ["missing-comma", "missing-comma", "There is no comma between two members: put one."],
  ["odd-space", "odd-space", "A space is none of JSON's, such as a no-break space (U+00A0): type a plain one."],
  ["nan", "nan", "JSON has no NaN and no Infinity, and each value is a string: put it in double quotes."],
  ["not-a-string", "not-a-string", 'Each value is a string: put it in double quotes, and write "" for none.'],
  ["bare-values", "bare-value", "Put double quotes around each value."],
  ["flat", "flat", 'Put the sender into an object: "from": {"name": "...", "ip": "..."}.'],
  ["from-is-text", "from-is-text", '"from" is an object: "from": {"name": "...", "ip": "..."}.'],
  ["other-keys", "renamed", "The keys are from, name, ip, to and msg, in small letters, and no others."],
];

function syntax(name: string, features: string, words: string): RecognisedMistake {
  const needed = features.split(" ");
  const isMeant = ({ features: found }: LooseObject) =>
    needed.every((feature) => found.has(feature)) && (needed.includes("typed") || !found.has("text-in-front"));
  return { name, words, repair: ({ loose }) => (loose && isMeant(loose) ? writeLoose(loose) : null) };
}

/** Objects as other languages show them, from the special to the general, then what is nearly JSON. */
export const LOOSE_SYNTAXES: readonly RecognisedMistake[] = [
  ...SHOWN.map(([name, features, shows, send]) => syntax(name, features, `That is how ${shows}: send ${send}.`)),
  ...NEARLY_JSON.map((row) => syntax(...row)),
];

/** Writes a message that was read from another syntax as JSON. */
export function writeLoose({ message: { from, to, msg } }: LooseObject): string | null {
  const parts = [from.name, from.ip, to, msg] as const;
  return parts.every((part) => part.isWellFormed()) ? createJsonMsg(...parts) : null;
}

/** Makes the text of a message of keys and values, in whatever order and nesting they came. */
function assemble(pairs: Iterable<readonly [string, string]>): string | null {
  const known = [...pairs]
    .map(([key, value]) => [lastPart(key), value] as const)
    .filter(([key, value]) => value !== "" && isKey(key));
  const features = new Set<string>();
  const message = toMessage(new Map([["msg", ""], ...known]), features);
  return message && writeLoose({ message, features });
}

/** Returns the last part of a path: `name` of `from.name`, `from[name]` and `from_name`. */
function lastPart(key: string): string {
  return /(\w+?)\]?$/.exec(key.replace(/^from[._[]+/, ""))?.[1] ?? key;
}

/** Decodes `%7B`, and `+` as a space. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  "#34": '"',
  apos: "'",
  "#39": "'",
  lt: "<",
  gt: ">",
  amp: "&",
};

/** Resolves the entities of XML and HTML. */
export function decodeEntities(text: string): string {
  return text.replace(/&(quot|#34|apos|#39|lt|gt|amp);/g, (_, entity) => ENTITIES[entity] as string);
}

/** Formats that are no objects at all. */
export const OTHER_FORMATS: readonly RecognisedMistake[] = [
  rewriting(
    "php-serialize",
    /^[aO]:\d+:[^\n]*/,
    ([line]) => {
      const strings = [...line.matchAll(/s:\d+:"([^"]*)";/g)].map(([, text = ""]) => text);
      const values =
        strings[0] === "from" ? strings.slice(1) : strings.filter((text, at) => text !== "from" || at % 2 === 1);
      return assemble(values.flatMap((key, at) => (at % 2 === 0 ? [[key, values[at + 1] ?? ""] as const] : [])));
    },
    "That is PHP's serialize(): send json_encode($message).",
  ),
  rewriting(
    "form-encoding",
    /^\??((?:[\w.[\]%]{1,30}=[^&\s]*&){2,5}[\w.[\]%]{1,30}=[^&\s]*)/,
    ([, form = ""]) =>
      assemble(form.split("&").map((field) => field.split("=").map(decodePercent) as [string, string])),
    "That is form encoding, as a web page sends it: send the message as JSON.",
  ),
  lookingAhead(
    rewriting(
      "xml",
      /^\s{0,9}<(?:[?!]|\w[^<>]*>)[\s\S]*/,
      ([text]) =>
        assemble([
          ...Array.from(
            text.matchAll(/<(\w{1,20})>([^<>]*)<\//g),
            ([, key = "", value = ""]) => [key, decodeEntities(value)] as const,
          ),
          ...Array.from(
            text.matchAll(/ (\w{1,20})="([^"<>]*)"/g),
            ([, key = "", value = ""]) => [key, decodeEntities(value)] as const,
          ),
        ]),
      "That is XML: send the message as JSON.",
    ),
  ),
  lookingAhead(
    rewriting(
      "yaml",
      /^(?:-{3}\s)?(?:\s*(?:(?:from|name|ip|to|msg)\s?[:=]|\[from\])[^\n]*(?:\n|$)){4,8}/,
      ([text]) =>
        assemble(
          Array.from(
            text.matchAll(/^ *(name|ip|to|msg)(?:: | = |:$|=)["']?(.*?)["']?\r?$/gm),
            ([, key = "", value = ""]) => [key, value] as const,
          ),
        ),
      "That is YAML or TOML: send the message as JSON.",
    ),
  ),
];
