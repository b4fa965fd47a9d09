import { type ChatState, currentConversation } from "../state/chat-state.ts";
import type { LogLine } from "../state/log-line.ts";
import { countCells, cutToCells } from "./cells.ts";
import { writeInlineNick, writeLines } from "./line-rows.ts";
import { findPosition } from "./log-window.ts";

const HINT = "Any key goes back to the chat.";

/** Before all rows of a message but the first, so that none looks like a message of its own. */
const INDENT = "  ";

/**
 * Writes as much of the log as fits on the screen, in unwrapped rows: a terminal that wraps them itself selects an address on
 * several rows as one. Names are bold, which no text can be.
 */
export function writeBareLog(state: ChatState): string {
  const { columns, rows } = state.screen;
  const conversation = currentConversation(state);
  const written: string[] = [];
  let room = rows - 1;
  for (let { index } = findPosition(conversation); index >= 0 && room > 0; index--) {
    const line = conversation.lines[index];
    if (!line) break;
    const [name, text] = [writeInlineNick(line).join(""), writeText(line)];
    written.unshift(`\u001b[1m${name}\u001b[22m${text}`);
    for (const row of (name + text).split("\n")) room -= Math.max(1, Math.ceil(countCells(row) / columns));
  }
  return [...written, `\u001b[2m${cutToCells(HINT, columns)}\u001b[22m`].join("\n");
}

function writeText({ text }: LogLine): string {
  return writeLines(text).replaceAll("\n", `\n${INDENT}`);
}
