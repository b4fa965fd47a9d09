import { displayText } from "@chat/protocol";
import type { Segment } from "@chat/terminal-rows/row";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { countCells, cutToCells } from "./cells.ts";

/** The most cells of a name: the rest is there to be read as well. */
const MAX_NAME_CELLS = 24;

/**
 * Says in an empty prompt what can be typed; `null` when something is there already, or the room has too few cells.
 * It is no part of the prompt: a screen reader would read it after each message.
 */
export function writePlaceholder(state: ChatState, cells: number): Segment | null {
  const { title, kind, prompt, search } = currentConversation(state);
  if (search || prompt.search || prompt.line.text !== "") return null;
  const text = `Write to ${cutToCells(displayText(title), MAX_NAME_CELLS)}`;
  const forms = kind === "server" ? ["Type / for commands"] : [`${text} · / for commands`, text];
  const fitting = forms.find((form) => countCells(form) < cells);
  return fitting === undefined ? null : { text: fitting, isDim: true };
}
