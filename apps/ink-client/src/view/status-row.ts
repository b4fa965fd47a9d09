import { displayText } from "@chat/protocol";
import { type Row, rowText, type Style } from "@chat/terminal-rows/row";
import { firstKey } from "../settings/key-settings.ts";
import { type ChatState, currentConversation, type KeyQuestion } from "../state/chat-state.ts";
import { writeServerAddress } from "../state/server-address.ts";
import { countCells, cutToCells } from "./cells.ts";
import { countNewBelow } from "./log-window.ts";

const GAP = " │ ";

/** Texts of the same meaning, the longest first: a narrow bar takes a shorter one. */
type Forms = readonly [string, ...string[]];

/** The number of times that a bar is made shorter. */
const MAX_SHORTENINGS = 2;

/** A part of the bar: as bright as other text without a look of its own. */
interface Part {
  readonly forms: Forms;
  readonly look?: Style;
}

/** The look of what is there for who looks for it. */
const QUIET: Style = { isDim: true };
const LOUD: Style = { color: "yellow", isBold: true };

/** Lays out the bar above the prompt. Shortens the parts that must be shown, and leaves the least important others out. */
export function statusRow(state: ChatState): Row {
  const { columns } = state.screen;
  const parts = describeUrgent(state);
  let shortening = 0;
  while (shortening < MAX_SHORTENINGS && countCells(rowText(joinParts(parts, shortening))) > columns) shortening += 1;
  for (const text of describeRest(state)) {
    const part: Part = { forms: [text], look: QUIET };
    if (countCells(rowText(joinParts([...parts, part], shortening))) <= columns) parts.push(part);
  }
  const row = joinParts(parts, shortening);
  const text = rowText(row);
  return countCells(text) <= columns ? row : [{ text: cutToCells(text, columns), ...parts[0].look }];
}

function joinParts(parts: readonly Part[], shortening: number): Row {
  return parts.flatMap(({ forms, look }, index) => [
    { text: index === 0 ? " " : GAP, ...QUIET },
    { text: forms[Math.min(shortening, forms.length - 1)] ?? forms[0], ...look },
  ]);
}

/** The questions that a key answers with yes. A screen reader reads the first form. */
export const QUESTIONS: Readonly<Record<KeyQuestion["kind"], Forms>> = {
  leave: ["C-c again to leave", "C-c leaves"],
  resend: ["It may arrive twice: M-s again to send it", "M-s may send it twice", "twice? M-s"],
};

/** The keys of a search: while its text is typed, and after that. */
const TYPED_SEARCH: Forms = ["Enter searches, Esc goes back", "search"];
const LINE_SEARCH: Forms = ["Enter takes the line, C-r an older one; C-s searches the log", "C-s: the log"];
const CONFIRMED_SEARCH: Forms = ["n older, N newer, Esc leaves", "n N Esc"];

/** Returns the look of the connection when there is trouble with it. */
function troubleLook({ connection, lateMs }: ChatState): Style {
  if (connection.kind === "waiting" || connection.kind === "offline") return { color: "red", isBold: true };
  return lateMs > 0 ? LOUD : QUIET;
}

/** Returns the parts that must be shown, the most important first. */
function describeUrgent(state: ChatState): [Part, ...Part[]] {
  const current = currentConversation(state);
  const parts: [Part, ...Part[]] = [{ forms: describeConnection(state), look: troubleLook(state) }];
  if (state.keyPrefix !== null) parts.push({ forms: [`${state.keyPrefix} …`], look: LOUD });
  if (state.question) parts.push({ forms: QUESTIONS[state.question.kind], look: LOUD });
  if (state.overlay.kind === "traffic") parts.push({ forms: ["traffic: Esc closes it", "traffic"] });
  else if (current.search) parts.push({ forms: current.search.isConfirmed ? CONFIRMED_SEARCH : TYPED_SEARCH });
  else if (current.prompt.search) parts.push({ forms: LINE_SEARCH });
  else if (current.scroll) parts.push({ forms: describeBelow(countNewBelow(current)) });
  const unread = describeUnread(state);
  return unread ? [...parts, unread] : parts;
}

/** Returns what is below the log, which was scrolled up. */
function describeBelow(newLines: number): Forms {
  return newLines === 0 ? ["↓ more below", "↓"] : [`↓ ${newLines} new below`, `↓ ${newLines}`];
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
function describeUnread({ conversations }: ChatState): Part | null {
  const parts = conversations.flatMap(({ title, unread, isUrgent }, index) =>
    unread === 0 ? [] : [`${index + 1}:${cutToCells(displayText(title), 12)}${isUrgent ? "!" : ""}(${unread})`],
  );
  if (parts.length === 0) return null;
  const full = parts.length > 4 ? `${parts.slice(0, 3).join(" ")} +${parts.length - 3}` : parts.join(" ");
  const count = conversations.reduce((sum, { unread }) => sum + unread, 0);
  const isUrgent = conversations.some((conversation) => conversation.isUrgent);
  return { forms: [full, `${isUrgent ? "!" : ""}(${count})`], ...(isUrgent ? { look: LOUD } : {}) };
}
