import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import { cutToCells } from "./cells.ts";

/** Lays out the question about a paste of several lines, and the lines. */
export function pasteRows(lines: readonly string[], title: string, width: number, height: number): Row[] {
  const question: Row[] = [
    [{ text: cutToCells(`Send these ${lines.length} lines to ${displayText(title)}?`, width), isBold: true }],
    [{ text: cutToCells("Enter sends each as a message. Tab puts them into one line. Esc forgets them.", width) }],
  ];
  const room = Math.max(0, height - question.length);
  const isCut = lines.length > room;
  const shown = lines.slice(0, isCut ? Math.max(0, room - 1) : room);
  const rest: Row[] = isCut && room > 0 ? [[{ text: `  … ${lines.length - shown.length} more`, isDim: true }]] : [];
  const body = shown.map((line): Row => [{ text: cutToCells(`  ${displayText(line)}`, width), color: "cyan" }]);
  return [...question, ...body, ...rest].slice(0, height);
}
