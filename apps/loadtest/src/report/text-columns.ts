import { styleText } from "node:util";
import { displayText } from "@chat/protocol";

/** Columns that every table fits. */
export const TABLE_COLUMNS = 80;

export type Style = Parameters<typeof styleText>[0];

/**
 * Destination of a table. With a stream the table is coloured when that is a terminal and `NO_COLOR` is not set; without one
 * it is plain text.
 */
export interface TableOptions {
  readonly stream?: NodeJS.WriteStream;
}

export type Painter = (style: Style, text: string) => string;

export function createPainter({ stream }: TableOptions): Painter {
  return stream ? (style, text) => styleText(style, text, { stream }) : (_style, text) => text;
}

// Characters that a terminal draws over two columns; near enough for what is not ours to lay out.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** Columns that a text takes in a terminal. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** Fits a text of a run into a number of columns, safe to print: filled up, or cut. Numbers stand at the right. */
export function fit(text: string, columns: number, side: "left" | "right" = "left"): string {
  let safe = displayText(text);
  if (columnsOf(safe) > columns) {
    const characters = [...safe];
    while (columnsOf(characters.join("")) > columns - 1) characters.pop();
    safe = `${characters.join("")}…`;
  }
  const filling = " ".repeat(columns - columnsOf(safe));
  return side === "left" ? safe + filling : filling + safe;
}

/**
 * Breaks a text between words, so that it fits the table behind its indent; a word that is too long by itself is broken.
 * The first line is indented by `lead`, which may be a sign or a title.
 */
export function wrap(text: string, indent: number, lead = " ".repeat(indent)): string[] {
  const room = TABLE_COLUMNS - indent;
  const lines: string[] = [];
  let line = "";
  for (const word of displayText(text)
    .split(" ")
    .flatMap((word) => breakWord(word, room))) {
    if (line !== "" && columnsOf(line) + 1 + columnsOf(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((part, index) => (index === 0 ? lead : " ".repeat(indent)) + part);
}

function breakWord(word: string, room: number): string[] {
  const parts: string[] = [];
  let part = "";
  let columns = 0;
  for (const character of word) {
    const width = columnsOf(character);
    if (columns + width > room) {
      parts.push(part);
      part = "";
      columns = 0;
    }
    part += character;
    columns += width;
  }
  return [...parts, part];
}
