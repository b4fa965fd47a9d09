import { displayText } from "@chat/protocol";
import { type ChatState, type Connection, currentConversation } from "../state/chat-state.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";
import { countNewBelow } from "./log-window.ts";
import type { Row } from "./row.ts";

const GAP = " │ ";

/** The bar above the prompt. What does not fit is left out, the least important first. */
export function statusRow(state: ChatState): Row {
  const { columns } = state.screen;
  const [connection, ...others] = describeState(state);
  let text = ` ${cutToCells(connection ?? "", columns - 2)} `;
  for (const part of others) {
    if (countCells(text) + GAP.length + countCells(part) <= columns) text = `${text.trimEnd()}${GAP}${part} `;
  }
  return [{ text: fitToCells(text, columns), isInverse: true }];
}

/** Everything that the bar can tell, the most important first. */
function describeState(state: ChatState): string[] {
  const { target, latencyMs, people } = state;
  const current = currentConversation(state);
  const parts = [describeConnection(state.connection, state.now)];
  if (state.isLeavingAsked) parts.push("Ctrl-C again to leave");
  if (current.scroll) parts.push(`↓ ${countNewBelow(current)} new below`);
  const unread = describeUnread(state);
  if (unread !== "") parts.push(unread);
  parts.push(displayText(target.name), displayText(`${target.host}:${target.port}`));
  if (state.connection.kind === "online" && latencyMs !== null) parts.push(`${latencyMs} ms`);
  if (state.connection.kind === "online") parts.push(`${people.count + 1} online`);
  if (!state.isBellOn) parts.push("bell off");
  parts.push("F1 keys");
  return parts;
}

function describeConnection(connection: Connection, now: number): string {
  switch (connection.kind) {
    case "offline":
      return "○ offline";
    case "connecting":
      return "◌ connecting …";
    case "online":
      return "● online";
    case "leaving":
      return "◌ leaving …";
    case "waiting": {
      const seconds = Math.max(0, Math.ceil((connection.until - now) / 1_000));
      return `○ ${connection.problem} Next try in ${seconds} s, or on Enter`;
    }
  }
}

/** Conversations with something unread, numbered as the keys that go there. */
function describeUnread({ conversations }: ChatState): string {
  const parts = conversations.flatMap(({ title, unread, isUrgent }, index) =>
    unread === 0 ? [] : [`${index + 1}:${cutToCells(displayText(title), 12)}${isUrgent ? "!" : ""}(${unread})`],
  );
  if (parts.length === 0) return "";
  return parts.length > 4 ? `${parts.slice(0, 3).join(" ")} +${parts.length - 3}` : parts.join(" ");
}
