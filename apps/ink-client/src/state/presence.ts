import { displayText } from "@chat/protocol";
import type { ChatState } from "./chat-state.ts";
import { type Conversation, personKey } from "./conversation.ts";
import type { LogLine } from "./log-line.ts";
import type { People, PresenceChange } from "./people.ts";

/** The names on each side of a line: the rest is counted, since a whole class may come at once. */
const MAX_NAMES = 20;

/**
 * Writes who came and who went since the last list.
 *
 * @returns `null` when nobody did, when there was no list before, and when a list does not name all
 */
export function notePresence(
  { people: before, peopleAge, settings }: ChatState,
  now: People,
): Pick<LogLine, "text" | "presence"> | null {
  if (!settings["lines.presence"] || peopleAge === "unknown" || !isComplete(before) || !isComplete(now)) return null;
  const change = { came: findOthers(now, before), gone: findOthers(before, now) };
  const { came, gone } = change;
  if (came.count + gone.count === 0) return null;
  if (peopleAge === "current") return { text: writePresence(change), presence: change };
  // Who came and went in the meantime is in neither list: names would be half of the truth.
  return { text: `While the connection was away, ${came.count} came and ${gone.count} went.` };
}

/**
 * Lets a line about who came and who went take the place of the one just before it, and tell what that one told. When
 * somebody is in both, their order matters, and both stay.
 *
 * @returns the conversation without the line before, and the line that tells both
 */
export function growPresence(conversation: Conversation, line: LogLine): { conversation: Conversation; line: LogLine } {
  const last = conversation.lines.at(-1);
  if (!last?.presence || !line.presence || !canJoin(last.presence, line.presence)) return { conversation, line };
  const presence = {
    came: join(last.presence.came, line.presence.came),
    gone: join(last.presence.gone, line.presence.gone),
  };
  const lines = conversation.lines.slice(0, -1);
  const textLength = conversation.textLength - last.text.length;
  return {
    conversation: { ...conversation, lines, textLength },
    line: { ...line, presence, text: writePresence(presence) },
  };
}

function isComplete({ names, count }: People): boolean {
  return names.length === count;
}

/** Finds the people of a list who are not in another one. */
function findOthers({ names }: People, others: People): People {
  const keys = new Set(others.names.map(personKey));
  const found = names.filter((name) => !keys.has(personKey(name)));
  return { names: found.slice(0, MAX_NAMES), count: found.length };
}

function canJoin(one: PresenceChange, other: PresenceChange): boolean {
  const all = [one.came, one.gone, other.came, other.gone];
  const names = all.flatMap((people) => people.names.map(personKey));
  return all.every(isComplete) && new Set(names).size === names.length;
}

function join(one: People, other: People): People {
  return { names: [...one.names, ...other.names].slice(0, MAX_NAMES), count: one.count + other.count };
}

/** `+ Ada, Bob · − Carla` */
function writePresence({ came, gone }: PresenceChange): string {
  return [writeSide("+", came), writeSide("−", gone)].filter((side) => side !== "").join(" · ");
}

function writeSide(sign: string, { names, count }: People): string {
  if (count === 0) return "";
  const rest = count > names.length ? ` and ${count - names.length} more` : "";
  return `${sign} ${names.map(writeName).join(", ")}${rest}`;
}

/** Quotes a name that could be taken for several. */
function writeName(name: string): string {
  const shown = displayText(name);
  return /[,·+−"]/.test(shown) ? `"${shown.replaceAll('"', "'")}"` : shown;
}
