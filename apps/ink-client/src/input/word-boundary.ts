import { snapBack, snapForward } from "./grapheme-boundary.ts";

/** The characters that begin a word, in any script; marks and joiners belong to the character before. */
const WORD_CHARACTER = /^[\p{L}\p{N}]$/u;
const WORD_EXTENSION = /^[\p{M}\p{Join_Control}]$/u;
const TO_WORD_END = /[^\p{L}\p{N}]*[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Join_Control}]*/uy;
const WHITE_SPACE = /^\p{White_Space}$/u;

/** Returns the end of the next word, as Emacs does: over other characters, then over the word. Offsets are in code units. */
export function wordEndAfter(text: string, index: number): number {
  TO_WORD_END.lastIndex = index;
  return TO_WORD_END.test(text) ? snapForward(text, TO_WORD_END.lastIndex) : text.length;
}

/** Returns the start of the word before, as Emacs does. */
export function wordStartBefore(text: string, index: number): number {
  let start = -1;
  let position = index;
  while (position > 0) {
    const character = characterBefore(text, position);
    if (WORD_CHARACTER.test(character)) start = position - character.length;
    else if (start !== -1 && !WORD_EXTENSION.test(character)) break;
    position -= character.length;
  }
  return start === -1 ? 0 : snapBack(text, start);
}

/** Returns the start of the text before, back to white space. */
export function spacedStartBefore(text: string, index: number): number {
  let start = index;
  while (start > 0 && isWhiteSpaceAt(text, start - 1)) start--;
  while (start > 0 && !isWhiteSpaceAt(text, start - 1)) start--;
  return snapBack(text, start);
}

/** Returns whether the code unit at an offset is white space; all white space is within the first 65,536 code points. */
export function isWhiteSpaceAt(text: string, index: number): boolean {
  return WHITE_SPACE.test(text.charAt(index));
}

function characterBefore(text: string, index: number): string {
  const isPair = (text.codePointAt(index - 2) ?? 0) > 0xffff;
  return text.slice(index - (isPair ? 2 : 1), index);
}
