import { displayText } from "@chat/protocol";
import type { CellArea } from "@chat/testing/terminal";
import type { ChatEvent } from "../../src/state/chat-event.ts";
import type { ChatState } from "../../src/state/chat-state.ts";
import { EVERYONE_KEY, personKey } from "../../src/state/conversation.ts";
import { countCells, cutToCells } from "../../src/view/cells.ts";
import { writeInlineName } from "../../src/view/line-rows.ts";
import { createLine } from "../support/lines.ts";
import { type ChatFrame, chatFrame, FIRST_PERSON_ROW } from "./chat-frame.ts";
import { asWideAs } from "./harmless-text.ts";
import { oneAtATime, type ScreenSize, type TextPlace } from "./text-place.ts";

const WIDE: ScreenSize = { columns: 104, rows: 8 };
/** A screen with room for many names. */
const TALL: ScreenSize = { columns: 104, rows: 28 };
/** A screen on which the conversations stand above the people. */
const MEDIUM: ScreenSize = { columns: 80, rows: 12 };
const NARROW: ScreenSize = { columns: 36, rows: 28 };

/** The start of the status bar before the title of a conversation with something unread. */
const STATUS_BEFORE_TITLE = " ● online │ 3:";
/** Cells of a title that the status bar and the prompt of a wide screen show at most. */
const STATUS_TITLE_CELLS = 12;
const PROMPT_TITLE_CELLS = 31;

const online: ChatEvent = { kind: "connection", connection: { kind: "online" } };
const cleared: ChatEvent = { kind: "cleared", key: EVERYONE_KEY };
const onlyCleo: ChatEvent = { kind: "people", people: { names: ["Cleo"], count: 1 } };

/** Returns the harmless name below another one. */
const nameBelow = (index: number) => `Cleo ${index}`;

/** Names from others: names that our server refuses may come from another one. */
export const namePlaces: readonly TextPlace[] = [
  sender(),
  senderInline(),
  person(),
  unreadTitle("the title of a conversation with something unread", WIDE),
  unreadTitle("the title of a conversation with something unread, above the people", MEDIUM),
  currentTitle(),
];

function sender(): TextPlace {
  const frame = chatFrame(TALL);
  const { log, logColumns } = frame;
  const column = log.column + logColumns.time + 1;
  return {
    name: "the name of a sender",
    screen: TALL,
    fits: (names) => areDifferent(names) && fitInPeople(frame, names) && fitInLog(frame, names),
    events: writtenBy,
    harmlessLike: harmlessName,
    // Who writes is among the first of the people.
    ownCells: (names) => [
      ...senderRows(frame, names).map((row) => ({ row, column, rows: 1, columns: logColumns.nick })),
      ...speakerCells(frame, names),
    ],
  };
}

function senderInline(): TextPlace {
  const frame = chatFrame(NARROW);
  const cut = (name: string) => cutToCells(writeInlineName(name), Math.floor(frame.logColumns.width / 2));
  return {
    name: "the name of a sender in a narrow terminal",
    screen: NARROW,
    fits: (names) => areDifferent(names) && fitInLog(frame, names),
    events: writtenBy,
    harmlessLike: (name) => asWideAs(cut(name)),
    ownCells: (names) =>
      senderRows(frame, names).map((row, index) => {
        return { row, column: 0, rows: 1, columns: countCells(cut(names[index] ?? "")) };
      }),
  };
}

/** Each writes a line above another one. */
function writtenBy(names: readonly string[]): ChatEvent[] {
  const lines = names.flatMap((from) => [createLine("hello", { from }), createLine("a line below")]);
  const added = [createLine("a line above"), ...lines].map(
    (line) => ({ conversation: { kind: "everyone" }, line }) as const,
  );
  return [cleared, onlyCleo, { kind: "lines", added }, amongPeople(names)];
}

function senderRows({ log }: ChatFrame, names: readonly string[]): number[] {
  return names.map((_, index) => log.rows - 2 * (names.length - index));
}

function fitInLog({ log }: ChatFrame, names: readonly string[]): boolean {
  return 1 + 2 * names.length <= log.rows;
}

function person(): TextPlace {
  const frame = chatFrame(TALL);
  return {
    name: "a name in the list of people",
    screen: TALL,
    fits: (names) => fitInPeople(frame, names),
    events: (names) => [amongPeople(names)],
    harmlessLike: harmlessName,
    ownCells: (names) => personCells(frame, names),
  };
}

function harmlessName(_name: string, index: number): string {
  return `Zoe ${index}`;
}

/** Names that are the same to the chat would be one. */
function areDifferent(names: readonly string[]): boolean {
  return new Set(names.map(personKey)).size === names.length;
}

/** Each stands above another one. */
function amongPeople(added: readonly string[]): ChatEvent {
  const names = ["Bob", ...added.flatMap((name, index) => [name, nameBelow(index)])];
  return { kind: "people", people: { names, count: names.length } };
}

function fitInPeople({ log }: ChatFrame, names: readonly string[]): boolean {
  return FIRST_PERSON_ROW + 1 + 2 * names.length <= log.rows;
}

/** Below the names of this client's user and of the one who writes the other lines. */
function speakerCells({ peopleColumn }: ChatFrame, { length }: readonly string[]): CellArea[] {
  return [{ row: FIRST_PERSON_ROW + 1, column: peopleColumn, rows: length, columns: TALL.columns - peopleColumn }];
}

function personCells({ peopleColumn }: ChatFrame, names: readonly string[]): CellArea[] {
  return names.map((_, index) => ({
    row: FIRST_PERSON_ROW + 1 + 2 * index,
    column: peopleColumn,
    rows: 1,
    columns: TALL.columns - peopleColumn,
  }));
}

/** In the list of conversations and in the status bar. */
function unreadTitle(name: string, screen: ScreenSize): TextPlace {
  const { statusRow } = chatFrame(screen);
  const cut = (title: string) => cutToCells(displayText(title), STATUS_TITLE_CELLS);
  return oneAtATime({
    name,
    screen,
    events: (title, state) => [
      online,
      ...closeAll(state),
      { kind: "lines", added: [{ conversation: { kind: "person", name: title }, line: createLine("hi") }] },
    ],
    harmlessLike: (title) => asWideAs(cut(title)),
    ownCells: (title) => [
      titleCells(screen, " !1".length),
      { row: statusRow, column: STATUS_BEFORE_TITLE.length, rows: 1, columns: countCells(cut(title)) },
    ],
  });
}

/** In the list of conversations, in an empty prompt and in the question what to do with a paste. */
function currentTitle(): TextPlace {
  const { log, promptRow, promptColumn } = chatFrame(TALL);
  const labelColumn = promptColumn - "Everyone] ".length;
  const cut = (title: string) => cutToCells(displayText(title), PROMPT_TITLE_CELLS);
  // The question and the answers, and three lines, over the end of the log.
  const question = { column: 0, rows: 1, columns: TALL.columns };
  return oneAtATime({
    name: "the title of the conversation that is shown, and a paste",
    screen: TALL,
    events: (text, state) => [
      ...closeAll(state),
      { kind: "opened", name: text },
      { kind: "overlay", overlay: { kind: "paste", question: { use: "one", lines: ["above", text, "below"] } } },
    ],
    harmlessLike: (title) => asWideAs(cut(title)),
    ownCells: (title) => [
      titleCells(TALL, 0),
      { ...question, row: log.rows - 5 },
      { ...question, row: log.rows - 2 },
      { row: promptRow, column: labelColumn, rows: 1, columns: countCells(cut(title)) },
      placeholderCells(labelColumn + countCells(cut(title)) + "] ".length),
    ],
  });

  function placeholderCells(column: number): CellArea {
    return { row: promptRow, column, rows: 1, columns: TALL.columns - 2 - column };
  }
}

function closeAll({ conversations }: ChatState): ChatEvent[] {
  return conversations.map(({ key }) => ({ kind: "closed", key }));
}

/** The cells of a title in the third row of the list of conversations, behind its number and before the unread ones. */
function titleCells(screen: ScreenSize, unreadCells: number): CellArea {
  const { log, peopleColumn } = chatFrame(screen);
  const [start, end] = log.column > 0 ? [0, log.column - 1] : [peopleColumn, screen.columns];
  const column = start + " 3 ".length;
  return { row: 2, column, rows: 1, columns: end - column - unreadCells };
}
