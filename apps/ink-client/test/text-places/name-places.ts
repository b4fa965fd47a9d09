import { displayText } from "@chat/protocol";
import type { CellArea } from "@chat/testing/terminal";
import type { ChatEvent } from "../../src/state/chat-event.ts";
import type { ChatState } from "../../src/state/chat-state.ts";
import { EVERYONE_KEY } from "../../src/state/conversation.ts";
import { countCells, cutToCells } from "../../src/view/cells.ts";
import { writeInlineName } from "../../src/view/line-rows.ts";
import { createLine } from "../support/lines.ts";
import { type ChatFrame, chatFrame, FIRST_PERSON_ROW } from "./chat-frame.ts";
import { asWideAs } from "./harmless-text.ts";
import type { ScreenSize, TextPlace } from "./text-place.ts";

const WIDE: ScreenSize = { columns: 104, rows: 8 };
/** A screen on which the conversations stand above the people. */
const MEDIUM: ScreenSize = { columns: 80, rows: 12 };
const NARROW: ScreenSize = { columns: 36, rows: 8 };

/** The start of the status bar before the title of a conversation with something unread. */
const STATUS_BEFORE_TITLE = " ● online │ 3:";
/** Cells of a title that the status bar and the prompt of a wide screen show at most. */
const STATUS_TITLE_CELLS = 12;
const PROMPT_TITLE_CELLS = 31;

const online: ChatEvent = { kind: "connection", connection: { kind: "online" } };
const cleared: ChatEvent = { kind: "cleared", key: EVERYONE_KEY };
const onlyCleo: ChatEvent = { kind: "people", people: { names: ["Cleo"], count: 1 } };

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
  const frame = chatFrame(WIDE);
  const { log, logColumns } = frame;
  const nick: CellArea = {
    row: log.rows - 2,
    column: log.column + logColumns.time + 1,
    rows: 1,
    columns: logColumns.nick,
  };
  return {
    name: "the name of a sender",
    screen: WIDE,
    events: writtenBy,
    // Who writes is added to the people.
    harmlessLike: () => "Zoe",
    ownCells: () => [nick, personCells(frame, 2)],
  };
}

function senderInline(): TextPlace {
  const { log, logColumns } = chatFrame(NARROW);
  const cut = (name: string) => cutToCells(writeInlineName(name), Math.floor(logColumns.width / 2));
  return {
    name: "the name of a sender in a narrow terminal",
    screen: NARROW,
    events: writtenBy,
    harmlessLike: (name) => asWideAs(cut(name)),
    ownCells: (name) => [{ row: log.rows - 2, column: 0, rows: 1, columns: countCells(cut(name)) }],
  };
}

function writtenBy(name: string): ChatEvent[] {
  const lines = [createLine("a line above"), createLine("hello", { from: name }), createLine("a line below")];
  return [
    cleared,
    onlyCleo,
    { kind: "lines", added: lines.map((line) => ({ conversation: { kind: "everyone" }, line })) },
    { kind: "people", people: { names: ["Bob", "Cleo", name], count: 3 } },
  ];
}

function person(): TextPlace {
  const frame = chatFrame(WIDE);
  return {
    name: "a name in the list of people",
    screen: WIDE,
    events: (name) => [{ kind: "people", people: { names: ["Bob", name, "Cleo"], count: 3 } }],
    harmlessLike: () => "Zoe",
    ownCells: () => [personCells(frame, 1)],
  };
}

/** In the list of conversations and in the status bar. */
function unreadTitle(name: string, screen: ScreenSize): TextPlace {
  const { statusRow } = chatFrame(screen);
  const cut = (title: string) => cutToCells(displayText(title), STATUS_TITLE_CELLS);
  return {
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
  };
}

/** In the list of conversations, in the prompt's label and in the question what to do with a paste. */
function currentTitle(): TextPlace {
  const { log, promptRow } = chatFrame(WIDE);
  const cut = (title: string) => cutToCells(displayText(title), PROMPT_TITLE_CELLS);
  return {
    name: "the title of the conversation that is shown, and a paste",
    screen: WIDE,
    events: (text, state) => [
      ...closeAll(state),
      { kind: "opened", name: text },
      { kind: "overlay", overlay: { kind: "paste", question: { use: "one", lines: ["above", text, "below"] } } },
    ],
    harmlessLike: (title) => asWideAs(cut(title)),
    ownCells: (title) => [
      titleCells(WIDE, 0),
      { ...log, row: 0, rows: 1 },
      { ...log, row: 3, rows: 1 },
      { row: promptRow, column: "[".length, rows: 1, columns: countCells(cut(title)) },
    ],
  };
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

/** @param index among the people besides ourselves */
function personCells({ peopleColumn }: ChatFrame, index: number): CellArea {
  return { row: FIRST_PERSON_ROW + index, column: peopleColumn, rows: 1, columns: WIDE.columns - peopleColumn };
}
