import type { CellArea } from "@chat/testing/terminal";
import { lineOf as typedLine } from "../../src/input/line-editor.ts";
import type { ChatEvent, ConversationRef } from "../../src/state/chat-event.ts";
import { createChatState } from "../../src/state/chat-state.ts";
import { EVERYONE_KEY } from "../../src/state/conversation.ts";
import type { LogLine } from "../../src/state/log-line.ts";
import { startLogSearch } from "../../src/state/log-search.ts";
import { notePresence } from "../../src/state/presence.ts";
import type { TrafficEntry } from "../../src/state/traffic-log.ts";
import { layOutLine } from "../../src/view/line-rows.ts";
import { trafficWindow } from "../../src/view/traffic-rows.ts";
import { createLine } from "../support/lines.ts";
import { chatFrame, fromColumn } from "./chat-frame.ts";
import { asTallAs } from "./harmless-text.ts";
import type { ScreenSize, TextPlace } from "./text-place.ts";

/** A screen wide enough for the conversations and the people beside the log. */
const WIDE: ScreenSize = { columns: 104, rows: 28 };
/** A screen so narrow that a name stands in the text. */
const NARROW: ScreenSize = { columns: 36, rows: 28 };

const everyone: ConversationRef = { kind: "everyone" };
const SOME_TIME = createLine("").at;

/** Texts from others in the log, each between two lines that have to stay as they are. */
export const logPlaces: readonly TextPlace[] = [
  lineInColumns("a message", (text) => createLine(text)),
  lineInline("a message in a narrow terminal", (text) => createLine(text)),
  lineInColumns("a message that mentions us", (text) => createLine(text, { isMention: true })),
  lineInColumns("an answer of the server", (text) => createLine(text, { kind: "server", from: "SERVER" })),
  lineInColumns("a notice", (text) => createLine(text, { kind: "notice", from: "" })),
  lineInColumns("somebody who came", createPresenceLine),
  lineInColumns("a problem", (text) => createLine(text, { kind: "problem", from: "" })),
  lineInColumns("a private message where it was written", createNoteLine),
  lineInline("a private message where it was written, in a narrow terminal", createNoteLine),
  lineInColumns("the reason why a message failed", createFailedLine),
  lineInline("the reason why a message failed, in a narrow terminal", createFailedLine),
  searched(lineInColumns("the hit of a search", (text) => createLine(text))),
  traffic(),
];

function createPresenceLine(name: string): LogLine {
  const state = createChatState({ host: "127.0.0.1", port: 65_432, name: "Ada" }, WIDE);
  const presence = notePresence({ ...state, peopleAge: "current" }, { names: [name], count: 1 });
  return createLine(presence?.text ?? "", { kind: "notice", from: "" });
}

function createFailedLine(reason: string): LogLine {
  return createLine("hi", { kind: "own", from: "Ada", delivery: { kind: "failed", reason } });
}

function createNoteLine(text: string): LogLine {
  return createLine(`→ Bob: ${text}`, { kind: "notice", from: "", delivery: { kind: "unknown" } });
}

function lineInColumns(name: string, create: (text: string) => LogLine): TextPlace {
  const { textColumn } = chatFrame(WIDE);
  return linePlace(name, WIDE, create, (rows) => [fromColumn(rows, textColumn)]);
}

function lineInline(name: string, create: (text: string) => LogLine): TextPlace {
  return linePlace(name, NARROW, create, (rows, line, isCut) => {
    const nickCells = (line.from === "" ? "-- " : `${line.from}: `).length;
    const indent = "│ ".length;
    // Of a line that is too long, the row with the name can't be seen.
    if (isCut) return [fromColumn(rows, indent)];
    const first = { ...rows, rows: 1 };
    const others = { ...rows, row: rows.row + 1, rows: rows.rows - 1 };
    return [fromColumn(first, nickCells), fromColumn(others, indent)];
  });
}

/** @param textCells tells which cells of a line's rows are its text's */
function linePlace(
  name: string,
  screen: ScreenSize,
  create: (text: string) => LogLine,
  textCells: (rows: CellArea, line: LogLine, isCut: boolean) => readonly CellArea[],
): TextPlace {
  const { log, logColumns } = chatFrame(screen);
  // What is laid out to be counted is not laid out again to be drawn.
  const lineOf = memoize(create);
  const countRows = memoize((text) => layOutLine(lineOf(text), logColumns).length);
  const harmlessOf = asTallAs(countRows);
  return {
    name,
    screen,
    fits: (texts) => texts.length === 1 || countStacked(texts.map(countRows), 1) < log.rows,
    events: (texts) => [
      { kind: "cleared", key: EVERYONE_KEY },
      addToEveryone(otherLine("above"), ...texts.flatMap((text) => [lineOf(text), otherLine("below")])),
    ],
    // Of one that fills the log, no more is seen.
    harmlessLike: (text, index) => harmlessOf(Math.min(countRows(text), log.rows), index),
    ownCells: (texts) =>
      stackedRows(log, texts.map(countRows), 1).flatMap((rows, index) => {
        const text = texts[index] ?? "";
        return textCells(rows, lineOf(text), rows.rows < countRows(text));
      }),
  };
}

/** Marks a letter that most texts have, while all else is searched as well. */
function searched(place: TextPlace): TextPlace {
  const search = { ...startLogSearch(null), line: typedLine("e") };
  return { ...place, events: (...shown) => [...place.events(...shown), { kind: "searched", search, scroll: null }] };
}

/** The bytes of the text as they come over the wire. */
function traffic(): TextPlace {
  const { log } = chatFrame(WIDE);
  const entryOf = memoize(createEntry);
  const countRows = memoize((text) => layOutTraffic(log.columns, entryOf(text)));
  const harmlessOf = asTallAs(countRows);
  // As high as the log, so that nothing is seen of what was there before.
  const above = createEntry("above ".repeat(log.rows * 12));
  const below = createEntry("below");
  const rowsBelow = layOutTraffic(log.columns, below);
  return {
    name: "the raw traffic",
    screen: WIDE,
    fits: (texts) => texts.length === 1 || countStacked(texts.map(countRows), rowsBelow) < log.rows,
    events: (texts) => [
      { kind: "overlay", overlay: { kind: "traffic", scrolledRows: 0, lastId: null, showsPolls: false } },
      { kind: "traffic", entries: [above, ...texts.flatMap((text) => [entryOf(text), below])] },
    ],
    // Of one that fills the log, no more is seen.
    harmlessLike: (text, index) => harmlessOf(Math.min(countRows(text), log.rows), index),
    ownCells: (texts) => stackedRows(log, texts.map(countRows), rowsBelow),
  };
}

function layOutTraffic(width: number, entry: TrafficEntry): number {
  return trafficWindow({ entries: [entry] }, width, Number.MAX_SAFE_INTEGER, 0).rows.length;
}

function createEntry(text: string): TrafficEntry {
  return { id: 1, at: SOME_TIME, direction: "in", bytes: Buffer.from(text), isPoll: false };
}

function otherLine(place: "above" | "below"): LogLine {
  return createLine(`a line ${place}`, { from: "Cleo" });
}

function addToEveryone(...lines: readonly LogLine[]): ChatEvent {
  return { kind: "lines", added: lines.map((line) => ({ conversation: everyone, line })) };
}

/** The long texts take their time. */
function memoize<Result>(create: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? create(text);
    known.set(text, result);
    return result;
  };
}

/** @param rowsBelow each text */
function countStacked(heights: readonly number[], rowsBelow: number): number {
  return heights.reduce((sum, rows) => sum + rows + rowsBelow, 0);
}

/** Returns the rows of each text at the bottom of an area, where other rows are below each; rows above the area can't be seen. */
function stackedRows(area: CellArea, heights: readonly number[], rowsBelow: number): CellArea[] {
  const areaEnd = area.row + area.rows;
  return heights.map((height, index) => {
    const end = areaEnd - rowsBelow - countStacked(heights.slice(index + 1), rowsBelow);
    const row = Math.max(area.row, end - height);
    return { ...area, row, rows: end - row };
  });
}
