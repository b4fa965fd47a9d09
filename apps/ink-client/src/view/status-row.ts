import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import { type ChatState, type ConnectionStatus, currentConversation } from "../state/chat-state.ts";
import { writeServerAddress } from "../state/server-address.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";
import { countNewBelow } from "./log-window.ts";

const GAP = " │ ";

/** Texts of the same meaning, the longest first: a narrow bar takes a shorter one. */
type Forms = readonly [string, ...string[]];

/** The number of times that a bar is made shorter. */
const MAX_SHORTENINGS = 2;

/** Lays out the bar above the prompt. Shortens the parts that must be shown, and leaves the least important others out. */
export function statusRow(state: ChatState): Row {
  const { columns } = state.screen;
  let text = writeUrgent(describeUrgent(state), columns);
  for (const part of describeRest(state)) {
    if (countCells(text) + GAP.length + countCells(part) <= columns) text = `${text.trimEnd()}${GAP}${part} `;
  }
  return [{ text: fitToCells(text, columns), isInverse: true }];
}

function writeUrgent(parts: readonly Forms[], columns: number): string {
  let text = "";
  for (let shortening = 0; shortening <= MAX_SHORTENINGS; shortening++) {
    text = ` ${parts.map((forms) => forms[Math.min(shortening, forms.length - 1)]).join(GAP)} `;
    if (countCells(text) <= columns) return text;
  }
  return ` ${cutToCells(text.trim(), columns - 2)} `;
}

/** Returns the parts that must be shown, the most important first. */
function describeUrgent(state: ChatState): readonly Forms[] {
  const current = currentConversation(state);
  const parts: Forms[] = [describeConnection(state.connection, state.now)];
  if (state.isLeavingAsked) parts.push(["Ctrl-C again to leave", "C-c leaves"]);
  if (state.overlay.kind === "traffic") parts.push(["traffic: Esc closes it", "traffic"]);
  else if (current.scroll) parts.push([`↓ ${countNewBelow(current)} new below`, `↓ ${countNewBelow(current)}`]);
  const unread = describeUnread(state);
  if (unread) parts.push(unread);
  return parts;
}

/** Returns the other parts, the most important first. */
function describeRest({ target, latencyMs, people, connection, isBellOn }: ChatState): string[] {
  const parts = [displayText(target.name), displayText(writeServerAddress(target))];
  if (connection.kind === "online" && latencyMs !== null) parts.push(`${latencyMs} ms`);
  if (connection.kind === "online") parts.push(`${people.count + 1} online`);
  if (!isBellOn) parts.push("bell off");
  parts.push("F1 keys");
  return parts;
}

function describeConnection(connection: ConnectionStatus, now: number): Forms {
  switch (connection.kind) {
    case "offline":
      return ["○ offline"];
    case "connecting":
      return ["◌ connecting …"];
    case "online":
      return ["● online", "● online", "●"];
    case "leaving":
      return ["◌ leaving …"];
    case "waiting": {
      const seconds = Math.max(0, Math.ceil((connection.until - now) / 1_000));
      const next = `Next try in ${seconds} s, or on Enter`;
      return [`○ ${connection.problem} ${next}`, `○ ${next}`, `○ ${seconds} s`];
    }
  }
}

/** Returns the conversations with unread lines, numbered as their keys; in short, the number of unread lines in all. */
function describeUnread({ conversations }: ChatState): Forms | null {
  const parts = conversations.flatMap(({ title, unread, isUrgent }, index) =>
    unread === 0 ? [] : [`${index + 1}:${cutToCells(displayText(title), 12)}${isUrgent ? "!" : ""}(${unread})`],
  );
  if (parts.length === 0) return null;
  const full = parts.length > 4 ? `${parts.slice(0, 3).join(" ")} +${parts.length - 3}` : parts.join(" ");
  const count = conversations.reduce((sum, { unread }) => sum + unread, 0);
  return [full, `${conversations.some(({ isUrgent }) => isUrgent) ? "!" : ""}(${count})`];
}
