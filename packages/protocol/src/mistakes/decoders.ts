/** Longest run of encodings around one another that is taken off. */
const MAX_ENCODINGS = 3;

const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g;
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", 0: "\0" };

/** Resolves the escapes of a string literal, of whichever language. */
export function resolveEscapes(literal: string): string {
  if (!literal.includes("\\")) return literal;
  return literal.replace(ESCAPE, (_, braced, unit, byte, character) => {
    if (character !== undefined) return Object.hasOwn(ESCAPED, character) ? ESCAPED[character] : character;
    const code = Number.parseInt(braced ?? unit ?? byte, 16);
    return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}

/** Takes off the quotes and escapes that a JSON encoder puts around a text, as often as it was encoded. */
export function decodeLiteral(literal: string): string {
  let text = literal;
  for (let times = 0; times < MAX_ENCODINGS && text.startsWith('"') && text.endsWith('"'); times++)
    text = resolveEscapes(text.slice(1, -1));
  return text;
}

/** Reads bytes that are shown as numbers to the base 16, whatever stands between them. */
export function decodeHexadecimal(text: string): Uint8Array {
  const digits = text.replace(/[^0-9a-f]/gi, "");
  return Uint8Array.from({ length: digits.length >> 1 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}

/** Reads bytes that are shown as numbers with commas between them. A negative one is a signed byte. */
export function decodeNumbers(text: string): Uint8Array {
  return Uint8Array.from(text.split(","), Number);
}

/** Reads base64, in both alphabets; `null` when it is none. */
export function decodeBase64(text: string): Uint8Array | null {
  try {
    const units = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from({ length: units.length }, (_, at) => units.charCodeAt(at));
  } catch {
    return null;
  }
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
  ...{ quot: '"', "#34": '"', apos: "'", "#39": "'" },
  ...{ lt: "<", gt: ">", amp: "&" },
};

/** Resolves the entities of XML and HTML. */
export function decodeEntities(text: string): string {
  return text.replace(/&(#?\w{2,4});/g, (whole, entity) => ENTITIES[entity] ?? whole);
}

/** Applies what a terminal's keys do to a line: colors and arrows do nothing, Backspace removes a character. */
export function applyKeys(line: string): string {
  const kept: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's codes have them.
  for (const character of line.replace(/\x1b\[[\d;?]{0,20}[A-Za-z~]/g, "")) {
    if (character === "\b" || character === "\x7f") kept.pop();
    else kept.push(character);
  }
  return kept.join("");
}
