import { findUsernameProblem } from "@chat/protocol";
import { rowText } from "@chat/terminal-rows/row";
import type { VirtualTerminal } from "@chat/testing/terminal";
import { describe, expect, it } from "vitest";
import { EMPTY_PROMPT, editPrompt } from "../src/input/prompt.ts";
import type { AddedLine, ChatEvent } from "../src/state/chat-event.ts";
import { EVERYONE_KEY } from "../src/state/conversation.ts";
import type { LogLine } from "../src/state/log-line.ts";
import { countCells } from "../src/view/cells.ts";
import { layOutLine } from "../src/view/line-rows.ts";
import { layOutPrompt } from "../src/view/prompt-rows.ts";
import { statusRow } from "../src/view/status-row.ts";
import { wideTexts } from "./corpora/wide-texts.ts";
import { createLine } from "./support/lines.ts";
import { RenderedChat } from "./support/rendered-chat.tsx";
import { TERMINALS } from "./support/terminal-widths.ts";
import { chatFrame, FIRST_PERSON_ROW } from "./text-places/chat-frame.ts";

const SCREEN = { columns: 110, rows: 24 };
/** Nothing but the prompt is looked at. */
const PROMPT_SCREEN = { columns: 110, rows: 3 };
const PROMPT_ROW = 1;
/** Texts that are shown at once. */
const TEXTS_PER_FRAME = 8;
const END = "|END";

const frame = chatFrame(SCREEN);
/** The column in which the list of conversations shows one unread message. */
const unreadColumn = frame.log.column - "!1 │ ".length;
const texts = wideTexts.map(({ text }) => text);
const names = texts.filter((text) => findUsernameProblem(text) === null);

const terminals = TERMINALS.map((terminal, index) => [...terminal, index] as const);

describe.each(terminals)("on a terminal that %s", (_name, options, terminal) => {
  it.concurrent("what stands behind a wide message is in its column", async () => {
    await using chat = new RenderedChat({ ...SCREEN, ...options });
    await chat.show({ kind: "people", people: { names: [], count: 0 } });
    for (const shown of inGroups(texts)) {
      const lines = shown.map((text) => createLine(`${text} ${END}`));
      await chat.show({ kind: "cleared", key: EVERYONE_KEY }, addToEveryone(lines));
      expectFrame(chat.terminal, lines);
    }
  });

  it.concurrent("what stands behind a wide name is in its column", async () => {
    await using chat = new RenderedChat({ ...SCREEN, ...options });
    await chat.show({ kind: "connection", connection: { kind: "online" } });
    for (const shown of inGroups(names)) {
      const lines = shown.map((from) => createLine(END, { from }));
      await chat.show(
        ...chat.state.conversations.map(({ key }): ChatEvent => ({ kind: "closed", key })),
        { kind: "people", people: { names: [...shown, "Zoe"], count: shown.length + 1 } },
        { kind: "cleared", key: EVERYONE_KEY },
        addToEveryone(lines),
        ...shown.map((name): ChatEvent => addTo({ kind: "person", name }, [createLine("hi", { from: name })])),
      );
      const { terminal } = chat;
      expectFrame(terminal, lines);
      for (const index of shown.keys()) expect(readCells(terminal, 2 + index, unreadColumn).slice(0, 2)).toBe("!1");
      expect(readCells(terminal, FIRST_PERSON_ROW + shown.length, frame.peopleColumn)).toBe("Zoe");
      expectInColumn(terminal, frame.statusRow, rowText(statusRow(chat.state)), "Ada");
    }
  });

  it.concurrent("the cursor stands behind what was typed", async () => {
    await using chat = new RenderedChat({ ...PROMPT_SCREEN, ...options });
    // Each takes a frame of its own: it is typed on one terminal, its relatives on the others.
    for (const text of texts.filter((_, index) => index % TERMINALS.length === terminal)) {
      const prompt = editPrompt(EMPTY_PROMPT, { kind: "insert", text: `${text}|` }, NOTHING_KNOWN);
      await chat.show({ kind: "prompt", prompt: { ...prompt, isMenuClosed: true } });
      const { x, y } = layOutPrompt(prompt, "Everyone", PROMPT_SCREEN.columns, 8).cursor;
      expect(chat.terminal.cursor, text).toEqual({ row: PROMPT_ROW, column: x, isVisible: true });
      expect(y).toBe(0);
      expect(readCells(chat.terminal, PROMPT_ROW, x - 1), text).toBe("|");
    }
  });
});

it("tries enough texts and names", () => {
  expect(texts.length).toBeGreaterThanOrEqual(200);
  expect(names.length).toBeGreaterThanOrEqual(100);
});

const NOTHING_KNOWN = { names: [], conversations: [], localCommands: [], serverCommands: [] };

function inGroups(all: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(all.length / TEXTS_PER_FRAME);
  return Array.from({ length: count }, (_, index) => all.slice(index * TEXTS_PER_FRAME, (index + 1) * TEXTS_PER_FRAME));
}

function addToEveryone(lines: readonly LogLine[]): ChatEvent {
  return addTo({ kind: "everyone" }, lines);
}

function addTo(conversation: AddedLine["conversation"], lines: readonly LogLine[]): ChatEvent {
  return { kind: "lines", added: lines.map((line) => ({ conversation, line })) };
}

/** Expects the lines at the bottom of the log, and whatever stands beside them, in the columns where they belong. */
function expectFrame(terminal: VirtualTerminal, lines: readonly LogLine[]): void {
  const { log, logColumns, textColumn, peopleColumn } = frame;
  const rows = lines.flatMap((line) => layOutLine(line, logColumns).map(rowText));
  expect(rows.length).toBeLessThan(log.rows);
  // Where lines are two cells wide, what stands behind covers them.
  const paneLine = readCells(terminal, 0, peopleColumn - 2).startsWith("│") ? "│" : " ";
  const [nickLine, left, right] = [textColumn - 2, log.column - 2, peopleColumn - 2];
  for (const [index, row] of rows.entries()) {
    const screenRow = log.rows - rows.length + index;
    const seen = readRow(terminal, screenRow);
    const gutter = seen.slice(nickLine, nickLine + 2).join("");
    expect(gutter, row).toMatch(paneLine === "│" ? /^[│├] $/ : /^ {2}$/);
    if (row.endsWith(END)) {
      const endColumn = log.column + countCells(row.slice(0, -END.length));
      expect(seen.slice(endColumn, right).join("").trimEnd(), row).toBe(END);
    }
  }
  for (let row = 0; row < log.rows; row++) {
    const seen = readRow(terminal, row);
    expect([seen[left], seen[right]], `row ${row}`).toEqual([paneLine, paneLine]);
  }
  expect(readCells(terminal, 0, peopleColumn)).toMatch(/^Online \d/);
  expect(readCells(terminal, 1, peopleColumn)).toBe("Ada");
}

/** Expects a part of a row in the column where it is drawn. */
function expectInColumn(terminal: VirtualTerminal, row: number, text: string, part: string): void {
  const column = countCells(text.slice(0, text.indexOf(part)));
  expect(readCells(terminal, row, column).slice(0, part.length), text).toBe(part);
}

/** The characters of a row from a column on, without the blanks at the end. */
function readCells(terminal: VirtualTerminal, row: number, column: number): string {
  return readRow(terminal, row).slice(column).join("").trimEnd();
}

/** Returns the content of each cell of a row: a blank where nothing was written, nothing in the second half of a wide character. */
function readRow(terminal: VirtualTerminal, row: number): string[] {
  return terminal.cells(row).map(({ characters, width }) => characters || " ".repeat(Math.min(1, width)));
}
