/** Matches the marks that accents are made of when a letter is taken apart. Marks of other scripts are letters to those who write them. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Letters that Unicode does not take apart into another letter and a mark. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { Ø: "O", Ł: "L", Đ: "D", Ð: "D", Þ: "TH", Æ: "AE", Œ: "OE" };

const ASCII = /^\p{ASCII}*$/u;

/**
 * Folds a text for comparing it without case, accents and the width of letters: `Zoë` and `ｚｏｅ` are the same. Upper case does not
 * depend on the letters around one, so a part of a text folds as it does within the whole.
 *
 * @param text made safe by `displayText`, which bounds the marks on a character: to sort thousands of them takes seconds
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  const letters = text.normalize("NFKD").replace(ACCENTS, "").toUpperCase();
  return letters.replace(/[ØŁĐÐÞÆŒ]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter);
}
