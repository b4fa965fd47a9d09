import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import { needsY, type PasteQuestion, pastedMessages } from "../input/pasted-lines.ts";
import { cutToCells } from "./cells.ts";

/** Lays out the question about a paste of several lines, and the lines. The way out is seen at any width. */
export function pasteRows(question: PasteQuestion, title: string, width: number, height: number): Row[] {
  const { lines } = question;
  const head = writeQuestion(question, title, width).map((text, index): Row => {
    return [{ text: cutToCells(text, width), isBold: index === 0 }];
  });
  const room = Math.max(0, height - head.length);
  const isCut = lines.length > room;
  const shown = lines.slice(0, isCut ? Math.max(0, room - 1) : room);
  const rest: Row[] = isCut && room > 0 ? [[{ text: `  … ${lines.length - shown.length} more`, isDim: true }]] : [];
  const body = shown.map((line): Row => [{ text: cutToCells(`  ${displayText(line)}`, width), color: "cyan" }]);
  return [...head, ...body, ...rest].slice(0, height);
}

/** The least room for the receiver in the question. */
const LEAST_TITLE_CELLS = 8;

function writeQuestion(question: PasteQuestion, title: string, width: number): string[] {
  const { use, lines } = question;
  const yes = needsY(question) ? "y" : "Enter";
  const answers = `Esc: no. ${yes}: ${writeYes(question)}. Tab: another way.`;
  const [start, end] = [`Send these ${lines.length} lines to `, "?"];
  const room = width - start.length - end.length;
  if (answers.length > width || room < LEAST_TITLE_CELLS) {
    return [`Esc: no. ${yes}: yes.`, writeShortQuestion(question), "Tab: another way"];
  }
  const receiver = cutToCells(displayText(title), room);
  return [use === "prompt" ? `Put these ${lines.length} lines into the prompt?` : start + receiver + end, answers];
}

function writeYes(question: PasteQuestion): string {
  if (question.use === "prompt") return "yes";
  return question.use === "one" ? "as one message" : `as ${pastedMessages(question).length} messages`;
}

function writeShortQuestion(question: PasteQuestion): string {
  const { length } = question.lines;
  if (question.use === "one") return `${length} lines as one?`;
  if (question.use === "prompt") return "Into the prompt?";
  return `${pastedMessages(question).length} messages?`;
}
