import { displayText } from "@chat/protocol";
import { type ChatState, type ConnectionStatus, currentConversation } from "../state/chat-state.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";
import { countNewBelow } from "./log-window.ts";
import type { Row } from "./row.ts";

const GAP = " │ ";

/** Ways to say the same, the longest first: a narrow bar takes a shorter one. */
type Forms = readonly [string, ...string[]];

/** How often a bar is tried to be made shorter. */
const MAX_SHORTENINGS = 2;

/** The bar above the prompt. What must be seen is shortened where it does not fit; the rest is left out, the least important first. */
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

/** What must be seen, the most important first. */
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

/** What else the bar can tell, the most important first. */
function describeRest({ target, latencyMs, people, connection, isBellOn }: ChatState): string[] {
  const parts = [displayText(target.name), displayText(`${target.host}:${target.port}`)];
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

/** Conversations with something unread, numbered as the keys that go there; in short, how much is unread in all of them. */
function describeUnread({ conversations }: ChatState): Forms | null {
  const parts = conversations.flatMap(({ title, unread, isUrgent }, index) =>
    unread === 0 ? [] : [`${index + 1}:${cutToCells(displayText(title), 12)}${isUrgent ? "!" : ""}(${unread})`],
  );
  if (parts.length === 0) return null;
  const full = parts.length > 4 ? `${parts.slice(0, 3).join(" ")} +${parts.length - 3}` : parts.join(" ");
  const count = conversations.reduce((sum, { unread }) => sum + unread, 0);
  return [full, `${conversations.some(({ isUrgent }) => isUrgent) ? "!" : ""}(${count})`];
}
