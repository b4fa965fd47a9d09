import { asciiJson, isPlainAscii } from "./ascii-json.ts";

/** Longest quotation of a stranger's text, in ASCII characters without the quotes. */
const MAX_QUOTED_LENGTH = 40;

/** Quotes the start of a stranger's text: short, and with nothing in it that a terminal would act on. */
export function quoteStart(text: string): string {
  if (text.length <= MAX_QUOTED_LENGTH && isPlainAscii(text)) return `"${text}"`;
  let quoted = "";
  // By code unit: each is escaped on its own.
  for (let at = 0; at < text.length; at++) {
    const escaped = asciiJson(text.charAt(at)).slice(1, -1);
    if (quoted.length + escaped.length > MAX_QUOTED_LENGTH) return `"${quoted}..."`;
    quoted += escaped;
  }
  return `"${quoted}"`;
}

/** Names a character of a stranger's text: itself, if it can be shown, and its number. `"," (U+002C)`, `U+202E`. */
export function nameCharacter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const number = `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  return VISIBLE.test(character) ? `${character === '"' ? "'\"'" : `"${character}"`} (${number})` : number;
}

/** Letters, digits, punctuation and symbols are safe to print. A mark would sit on the quote before it. */
const VISIBLE = /^(?![\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800])[\p{L}\p{Nd}\p{P}\p{S}]$/u;
