import { displayText } from "@chat/protocol";
import type { Row, Style } from "@chat/terminal-rows/row";
import type { ChatState } from "../state/chat-state.ts";
import type { Conversation } from "../state/conversation.ts";
import { countCells, fitToCells } from "./cells.ts";
import { clickable } from "./clickable-row.ts";
import { findFirstPerson, peopleRows } from "./people-rows.ts";
import { layOutScreen } from "./screen-layout.ts";

/** Lays out the people online; above them the open conversations, unless those have their own pane. */
export function sideRows(state: ChatState, width: number, height: number, hasConversations: boolean): Row[] {
  if (hasConversations) return peopleRows(state, width, height);
  const room = countConversationRows(state, height);
  return [...conversationRows(state, width, room), [], ...peopleRows(state, width, height - room - 1)];
}

/** Returns the rows of the conversations above the people, without the blank one between the two. */
function countConversationRows({ conversations }: ChatState, height: number): number {
  return Math.min(conversations.length, Math.floor(height / 2));
}

/** Returns the rows of the list of people on the screen. */
export function countPeopleRows(state: ChatState): number {
  const { log, conversationsWidth } = layOutScreen(state);
  return conversationsWidth > 0 ? log.height : log.height - countConversationRows(state, log.height) - 1;
}

/** Scrolls the people by a number of rows, down when positive, and returns the number of those above. */
export function scrollPeople(state: ChatState, rows: number): number {
  const height = countPeopleRows(state);
  return Math.max(0, findFirstPerson(state, height, findFirstPerson(state, height, state.peopleScroll) + rows));
}

/** Lays out the open conversations, numbered as their keys, with the number of unread lines. */
export function conversationRows(state: ChatState, width: number, height: number): Row[] {
  const { conversations, currentKey } = state;
  const current = conversations.findIndex(({ key }) => key === currentKey);
  // The current one stays in sight when there are more than fit.
  const first = Math.max(0, Math.min(current - Math.floor(height / 2), conversations.length - height));
  return conversations
    .slice(first, first + height)
    .map((conversation, index) =>
      conversationRow(conversation, first + index + 1, conversation.key === currentKey, width),
    );
}

function conversationRow(conversation: Conversation, number: number, isCurrent: boolean, width: number): Row {
  const count = writeUnread(conversation);
  const label = `${isCurrent ? "▸" : " "}${number} `;
  const room = width - countCells(label) - countCells(count);
  const look: Style = isCurrent ? { color: "cyan", isBold: true } : { isBold: conversation.unread > 0 };
  const row: Row = [
    { text: label, ...(isCurrent ? look : { isDim: true }) },
    { text: fitToCells(displayText(conversation.title), room), ...look },
    { text: count, isBold: true, ...(conversation.isUrgent ? { color: "yellow" } : {}) },
  ];
  return clickable(row, { kind: "conversation", key: conversation.key });
}

function writeUnread({ unread, isUrgent }: Conversation): string {
  if (unread === 0) return "";
  return ` ${isUrgent ? "!" : ""}${unread > 999 ? "999+" : unread}`;
}
