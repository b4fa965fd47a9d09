/** A word of a command line, or nothing yet. */
interface Word {
  text: string;
  /** An empty word in quotes is a word all the same. */
  isThere: boolean;
}

/** Characters that a backslash escapes in double quotes. */
const ESCAPABLE_IN_DOUBLE_QUOTES = /["\\]/;

/**
 * Splits a command into its words as a shell does, and does nothing else that a shell does: no variables, no pipes, no
 * patterns. Words are separated by white space, unless it is in quotes or behind a backslash.
 *
 * @returns `null` when a quote does not end, or there is no word
 */
export function splitCommand(command: string): string[] | null {
  const words: string[] = [];
  let word: Word = { text: "", isThere: false };
  let quote = "";
  const characters = [...command];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    const next = characters[index + 1] ?? "";
    if (quote === "" && /\s/.test(character)) {
      if (word.isThere) words.push(word.text);
      word = { text: "", isThere: false };
      continue;
    }
    word.isThere = true;
    if (character === "\\" && next !== "" && isEscaping(quote, next)) {
      word.text += next;
      index += 1;
    } else if (quote === "" && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = "";
    else word.text += character;
  }
  if (word.isThere) words.push(word.text);
  return quote === "" && words.length > 0 ? words : null;
}

function isEscaping(quote: string, next: string): boolean {
  return quote === "" || (quote === '"' && ESCAPABLE_IN_DOUBLE_QUOTES.test(next));
}
