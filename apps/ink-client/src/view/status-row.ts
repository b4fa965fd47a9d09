import { displayText } from "@chat/protocol";
import type { Row, Style } from "@chat/terminal-rows/row";
import { firstKey } from "../settings/key-settings.ts";
import { type ChatState, currentConversation, type KeyQuestion } from "../state/chat-state.ts";
import type { LogSearch } from "../state/log-search.ts";
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
  const parts = describeUrgent(state);
  const { text: urgent, shortening } = writeUrgent(parts, columns);
  let text = urgent;
  for (const part of describeRest(state)) {
    if (countCells(text) + GAP.length + countCells(part) <= columns) text = `${text.trimEnd()}${GAP}${part} `;
  }
  const head = cutToCells(` ${shorten(parts[0], shortening)} `, columns);
  const rest = fitToCells(text.slice(head.length), columns - countCells(head));
  return [
    { text: head, isInverse: true, ...troubleStyle(state) },
    { text: rest, isInverse: true },
  ];
}

const QUESTIONS: Readonly<Record<KeyQuestion["kind"], Forms>> = {
  leave: ["Ctrl-C again to leave", "C-c leaves"],
  resend: ["It may arrive twice: Alt-S again to send it", "M-s may send it twice", "twice? M-s"],
};

/** Returns the look of the connection when there is trouble with it. */
function troubleStyle({ connection, lateMs }: ChatState): Style {
  if (connection.kind === "waiting" || connection.kind === "offline") return { color: "red" };
  return lateMs > 0 ? { color: "yellow" } : {};
}

function writeUrgent(parts: readonly Forms[], columns: number): { readonly text: string; readonly shortening: number } {
  let text = "";
  for (let shortening = 0; shortening <= MAX_SHORTENINGS; shortening++) {
    text = ` ${parts.map((forms) => shorten(forms, shortening)).join(GAP)} `;
    if (countCells(text) <= columns) return { text, shortening };
  }
  return { text: ` ${cutToCells(text.trim(), columns - 2)} `, shortening: MAX_SHORTENINGS };
}

function shorten(forms: Forms, shortening: number): string {
  return forms[Math.min(shortening, forms.length - 1)] ?? forms[0];
}

/** Returns the parts that must be shown, the most important first. */
function describeUrgent(state: ChatState): readonly [Forms, ...Forms[]] {
  const current = currentConversation(state);
  const parts: [Forms, ...Forms[]] = [describeConnection(state)];
  if (state.keyPrefix !== null) parts.push([`${state.keyPrefix} …`]);
  if (state.question) parts.push(QUESTIONS[state.question.kind]);
  if (state.overlay.kind === "traffic") parts.push(["traffic: Esc closes it", "traffic"]);
  else if (current.search) parts.push(describeSearch(current.search));
  else if (current.scroll) parts.push(describeBelow(countNewBelow(current)));
  const unread = describeUnread(state);
  if (unread) parts.push(unread);
  return parts;
}

/** Returns what is below the log, which was scrolled up. */
function describeBelow(newLines: number): Forms {
  return newLines === 0 ? ["↓ more below", "↓"] : [`↓ ${newLines} new below`, `↓ ${newLines}`];
}

/** Returns what the keys do in a search. */
function describeSearch({ isConfirmed }: LogSearch): Forms {
  return isConfirmed ? ["n older, N newer, Esc leaves", "n N Esc"] : ["Enter searches, Esc goes back", "search"];
}

/** Returns the other parts, the most important first. */
function describeRest({ target, latencyMs, lateMs, people, peopleAge, settings }: ChatState): string[] {
  const parts = [displayText(target.name), displayText(writeServerAddress(target))];
  if (latencyMs !== null && lateMs === 0) parts.push(`${latencyMs} ms`);
  if (peopleAge === "current") parts.push(`${people.count + 1} online`);
  if (!settings.bell) parts.push("bell off");
  const helpKey = firstKey(settings, "help");
  if (helpKey !== undefined) parts.push(`${helpKey} keys`);
  return parts;
}

function describeConnection({ connection, now, lateMs }: ChatState): Forms {
  switch (connection.kind) {
    case "offline":
      return ["○ offline"];
    case "connecting":
      return ["◌ connecting …"];
    case "online":
      return lateMs > 0 ? describeLateness(lateMs) : ["● online", "● online", "●"];
    case "leaving":
      return ["◌ leaving …"];
    case "waiting": {
      const seconds = Math.max(0, Math.ceil((connection.until - now) / 1_000));
      const next = `Next try in ${seconds} s, or on Enter`;
      return [`○ ${connection.problem} ${next}`, `○ ${next}`, `○ ${seconds} s`];
    }
  }
}

function describeLateness(lateMs: number): Forms {
  const seconds = Math.floor(lateMs / 1_000);
  return [`! no answer for ${seconds} s`, `! no answer ${seconds} s`, `! ${seconds} s`];
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
