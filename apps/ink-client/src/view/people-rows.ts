import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import type { ChatState, PeopleAge } from "../state/chat-state.ts";
import { personKey } from "../state/conversation.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";
import { clickable } from "./clickable-row.ts";
import { nickColor } from "./theme.ts";

/**
 * Lays out the people online: ourselves, those who have written, the last one foremost, then all others; and the number of
 * those below. A list that is old is dim.
 */
export function peopleRows(state: ChatState, width: number, height: number): Row[] {
  if (height <= 0) return [];
  const { people, peopleAge, target, peopleScroll } = state;
  const first = findFirstPerson(state, height, peopleScroll);
  const heading = writePeopleTitle(peopleAge, people.count + 1);
  const ordered = `${heading} · last wrote first`;
  const title = first > 0 ? `${heading} ↑` : countCells(ordered) <= width ? ordered : heading;
  const titleRow: Row = [{ text: fitToCells(title, width), isDim: true }];
  // A wrong list is worse than none.
  if (peopleAge === "unknown") return [titleRow];
  const left = people.count + 1 - first;
  const room = height - 1;
  const isCut = left > room;
  const shown = [target.name, ...rankPeople(state)].slice(first, first + (isCut ? Math.max(0, room - 1) : room));
  const rows = shown.map((name, index) => personRow(name, first + index === 0, peopleAge === "old", width));
  const rest: Row[] =
    isCut && room > 0 ? [[{ text: cutToCells(`… ${left - shown.length} more`, width), isDim: true }]] : [];
  return [titleRow, ...rows, ...rest].slice(0, height);
}

/** Returns the place of the first person that is shown when a number of people are to be above: past the end there is nothing to see. */
export function findFirstPerson({ people }: ChatState, height: number, wanted: number): number {
  const known = people.names.length + 1;
  // The last row says how many there are whose names the server has not told.
  const room = height - 1 - (known < people.count + 1 ? 1 : 0);
  return Math.min(wanted, Math.max(0, known - room));
}

function personRow(name: string, isOwn: boolean, isOld: boolean, width: number): Row {
  const look = isOld ? { isDim: true } : isOwn ? { isBold: true } : { color: nickColor(name) };
  const row: Row = [{ text: cutToCells(displayText(name), width), ...look }];
  return isOwn ? row : clickable(row, { kind: "person", name });
}

/** The last order of each list, since it is asked for with every frame. */
const lastOrders = new WeakMap<readonly string[], { speakers: readonly string[]; names: readonly string[] }>();

function rankPeople({ people, speakers }: ChatState): readonly string[] {
  const last = lastOrders.get(people.names);
  if (last?.speakers === speakers) return last.names;
  const byKey = new Map(people.names.map((name) => [personKey(name), name]));
  const recent = new Set(speakers.flatMap((name) => byKey.get(personKey(name)) ?? []));
  const names = [...recent, ...people.names.filter((name) => !recent.has(name))];
  lastOrders.set(people.names, { speakers, names });
  return names;
}

function writePeopleTitle(age: PeopleAge, count: number): string {
  if (age === "unknown") return "Online";
  return `${age === "old" ? "Was online" : "Online"} ${count}`;
}
