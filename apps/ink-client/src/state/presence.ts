import { displayText } from "@chat/protocol";
import type { ChatState, People } from "./chat-state.ts";
import { type Conversation, personKey } from "./conversation.ts";
import type { LogLine, PresenceChange } from "./log-line.ts";

/** The most names on each side of a line: a whole class may come at once. */
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
  const isWhole = [before, now].every(({ names, count }) => names.length === count);
  if (!settings["lines.presence"] || peopleAge === "unknown" || !isWhole) return null;
  const presence = { came: namesWithout(now, before), gone: namesWithout(before, now) };
  const { came, gone } = presence;
  if (came.length + gone.length === 0) return null;
  if (peopleAge === "current") return { text: writePresence(presence), presence };
  // Who came and went in the meantime is in neither list: names would be half of the truth.
  return { text: `While the connection was away, ${came.length} came and ${gone.length} went.` };
}

/**
 * Lets the first of some lines, when it is about who came and who went, take the place of such a line just before it, and tell
 * both. When somebody is in both, their order matters, and both stay.
 */
export function growPresence(
  conversation: Conversation,
  added: readonly LogLine[],
): readonly [Conversation, readonly LogLine[]] {
  const [line, ...others] = added;
  const last = conversation.lines.at(-1);
  if (!line?.presence || !last?.presence) return [conversation, added];
  const came = [...last.presence.came, ...line.presence.came];
  const gone = [...last.presence.gone, ...line.presence.gone];
  const all = [...came, ...gone].map(personKey);
  if (new Set(all).size < all.length || all.length > MAX_NAMES) return [conversation, added];
  const grown = { ...line, presence: { came, gone }, text: writePresence({ came, gone }) };
  const textLength = conversation.textLength - last.text.length;
  return [{ ...conversation, lines: conversation.lines.slice(0, -1), textLength }, [grown, ...others]];
}

function namesWithout({ names }: People, others: People): readonly string[] {
  const keys = new Set(others.names.map(personKey));
  return names.filter((name) => !keys.has(personKey(name)));
}

/** `+ Ada, Bob · − Carla` */
function writePresence({ came, gone }: PresenceChange): string {
  return [...writeSide("+", came), ...writeSide("−", gone)].join(" · ");
}

function writeSide(sign: string, names: readonly string[]): string[] {
  const rest = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : "";
  return names.length === 0 ? [] : [`${sign} ${names.slice(0, MAX_NAMES).map(writeName).join(", ")}${rest}`];
}

/** Quotes a name that could be taken for several. */
function writeName(name: string): string {
  const shown = displayText(name);
  return /[,·+−"]/.test(shown) ? `"${shown.replaceAll('"', "'")}"` : shown;
}
