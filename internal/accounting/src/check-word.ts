/** A check word is written with its leading zeros, so that it always begins at the same place from the end of the text. */
export const CHECK_WORD_LENGTH = 10;

/** Adds a word to the end of a text, by which its reader notices whether the text is what was written. */
export function addCheckWord(text: string): string {
  return text + computeCheckWord(text, text.length);
}

/** Checks whether a text ends in its check word: if not, it is not what was written. */
export function hasCheckWord(text: string): boolean {
  const end = text.length - CHECK_WORD_LENGTH;
  // Compared as text: as a number it would be the same with a space for a leading zero.
  return end >= 0 && text.slice(end) === computeCheckWord(text, end);
}

/**
 * FNV-1a of the first characters, 32 bits: every change of one character changes it, others go unseen once in 4 billion. For
 * texts of a chat message's length it is cheaper than a call of zlib's CRC.
 */
function computeCheckWord(text: string, length: number): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return String(hash >>> 0).padStart(CHECK_WORD_LENGTH, "0");
}
