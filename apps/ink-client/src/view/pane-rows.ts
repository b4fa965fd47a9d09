import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import type { ChatState, PeopleAge } from "../state/chat-state.ts";
import type { Conversation } from "../state/conversation.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";
import { clickable } from "./clickable-row.ts";
import { nickColor } from "./nick-color.ts";

/** Lays out the people online; above them the open conversations, unless those have their own pane. */
export function sideRows(state: ChatState, width: number, height: number, hasConversations: boolean): Row[] {
  if (hasConversations) return peopleRows(state, width, height);
  const room = Math.min(state.conversations.length, Math.floor(height / 2));
  const rule: Row = [{ text: "─".repeat(width), isDim: true }];
  return [
    ...conversationRows(state, width, room),
    ...(room > 0 ? [rule] : []),
    ...peopleRows(state, width, height - room - (room > 0 ? 1 : 0)),
  ];
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
  const row: Row = [
    { text: label, isDim: !isCurrent },
    { text: fitToCells(displayText(conversation.title), room), isBold: isCurrent || conversation.unread > 0 },
    { text: count, color: conversation.isUrgent ? "red" : "yellow", isBold: true },
  ];
  return clickable(row, { kind: "conversation", key: conversation.key });
}

function writeUnread({ unread, isUrgent }: Conversation): string {
  if (unread === 0) return "";
  return ` ${isUrgent ? "!" : ""}${unread > 999 ? "999+" : unread}`;
}

/** Lays out the people online in alphabetical order, and the number of those that don't fit. A list that is old is dim. */
function peopleRows({ people, peopleAge, target }: ChatState, width: number, height: number): Row[] {
  if (height <= 0) return [];
  const isOld = peopleAge === "old";
  const title: Row = [{ text: fitToCells(writePeopleTitle(peopleAge, people.count + 1), width), isDim: true }];
  // A wrong list is worse than none.
  if (peopleAge === "unknown") return [title];
  const names = [target.name, ...people.names];
  const total = people.count + 1;
  const room = height - 1;
  const isCut = total > room;
  const shown = names.slice(0, isCut ? Math.max(0, room - 1) : room);
  const rows = shown.map((name, index): Row => {
    const text = cutToCells(displayText(name), width);
    const look = isOld ? { isDim: true } : index === 0 ? { isBold: true } : { color: nickColor(name) };
    const row: Row = [{ text, ...look }];
    return index === 0 ? row : clickable(row, { kind: "person", name });
  });
  const more = total - shown.length;
  const rest: Row[] = isCut && room > 0 ? [[{ text: cutToCells(`… ${more} more`, width), isDim: true }]] : [];
  return [title, ...rows, ...rest].slice(0, height);
}

function writePeopleTitle(age: PeopleAge, count: number): string {
  switch (age) {
    case "unknown":
      return "Online";
    case "current":
      return `Online ${count}`;
    case "old":
      return `Was online ${count}`;
  }
}
