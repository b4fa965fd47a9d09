const PLAIN = /^[ -~]*$/;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const WITHOUT_WIDTH = /[\p{M}\p{Cf}]/u;

/** Returns the columns that a text takes in a terminal, about: terminals disagree about some emoji. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
}

/** Cuts a text to some columns, and marks the cut with `…`. */
export function cutToWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let room = Math.max(0, columns - 1);
  let end = 0;
  for (const character of text) {
    room -= characterWidth(character);
    if (room < 0) break;
    end += character.length;
  }
  return columns > 0 ? `${text.slice(0, end)}…` : "";
}

/** Breaks a text between words into lines of some columns. A longer word is cut into several lines. */
export function wrapToWidth(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    let rest = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(rest) > columns) {
      lines.push(line);
      rest = word;
    }
    while (textWidth(rest) > columns) {
      const head = cutToWidth(rest, columns + 1).slice(0, -1);
      if (head === "") break;
      lines.push(head);
      rest = rest.slice(head.length);
    }
    line = rest;
  }
  return [...lines, line];
}

function characterWidth(character: string): number {
  if (WITHOUT_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
