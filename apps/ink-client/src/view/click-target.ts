import type { ChatState } from "../state/chat-state.ts";
import { type ClickTarget, clickTargetOf } from "./clickable-row.ts";
import { conversationRows, sideRows } from "./pane-rows.ts";
import { layOutScreen } from "./screen-layout.ts";

/** Returns whether a cell of the screen is in the pane with the people online. Cells are counted from 0. */
export function isOverPeople(state: ChatState, column: number, row: number): boolean {
  const { peopleWidth, log, coverHeight } = layOutScreen(state);
  return column >= state.screen.columns - peopleWidth && row < log.height - coverHeight;
}

/** Finds what is at a cell of the screen: a conversation or a person in one of the panes. Cells are counted from 0. */
export function findClickTarget(state: ChatState, column: number, row: number): ClickTarget | null {
  const { conversationsWidth, peopleWidth, log, coverHeight } = layOutScreen(state);
  if (row >= log.height - coverHeight) return null;
  if (column < conversationsWidth) return clickTargetOf(conversationRows(state, conversationsWidth, log.height)[row]);
  if (column < state.screen.columns - peopleWidth) return null;
  return clickTargetOf(sideRows(state, peopleWidth, log.height, conversationsWidth > 0)[row]);
}
