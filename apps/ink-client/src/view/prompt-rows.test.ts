import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { fromMarked } from "../../test/support/marked-line.ts";
import { EMPTY_PROMPT, editPrompt, type Prompt } from "../input/prompt.ts";
import { findPromptRow, layOutPrompt } from "./prompt-rows.ts";

const NOTHING_KNOWN = { names: [], conversations: [], localCommands: [], serverCommands: [] };

/** Lays out a line with its cursor, written as `ab|cd`, in rows of 10 cells. */
function layOut(marked: string, maxRows = 9) {
  return layOutLineOf({ ...EMPTY_PROMPT, line: fromMarked(marked) }, maxRows);
}

function layOutLineOf(prompt: Prompt, maxRows = 9) {
  const { rows, cursor } = layOutPrompt(prompt, "B", 10, maxRows);
  return { rows: rows.map(rowText), cursor };
}

it("goes on in the next row, and shows whom the line is for", () => {
  expect(layOut("hello you|")).toEqual({ rows: ["[B] hello ", "you"], cursor: { x: 3, y: 1 } });
});

it("stands where the next character will be when the row is full", () => {
  expect(layOut("123456|")).toEqual({ rows: ["[B] 123456", ""], cursor: { x: 0, y: 1 } });
  expect(layOut("123456|7")).toEqual({ rows: ["[B] 123456", "7"], cursor: { x: 0, y: 1 } });
});

it.each([
  ["wide characters", "日本|", 8],
  ["the half of a pair that still has room", "日|本", 6],
  ["joined emoji", "👩‍👩‍👧|", 6],
  ["letters kept apart", "क्\u200cष|", 6],
  ["letters that are joined", "क्ष|", 6],
  ["controls, which are shown", "\u001b[|", 6],
  ["what is not seen", "a\u200b\u202e|b", 5],
  ["a skin tone without a hand", "\u{1f3fd}|", 5],
])("stands right behind %s", (_what, marked, x) => {
  expect(layOut(marked).cursor).toEqual({ x, y: 0 });
});

it("shows the rows around the cursor when there are too many", () => {
  const text = "a".repeat(6) + "b".repeat(10) + "c".repeat(10) + "d".repeat(10);
  const { rows, cursor } = layOut(`${text.slice(0, 21)}|${text.slice(21)}`, 3);
  expect(rows).toEqual(["bbbbbbbbbb", "cccccccccc", "dddddddddd"]);
  expect(cursor).toEqual({ x: 5, y: 1 });
});

it("cuts what no row has room for", () => {
  expect(layOut(`${"क्".repeat(20)}|`)).toEqual({ rows: ["[B] …"], cursor: { x: 5, y: 0 } });
});

it("shows what is sought, and the line that was found", () => {
  const searching = editPrompt({ ...EMPTY_PROMPT, history: ["abc"] }, { kind: "search" }, NOTHING_KNOWN);
  const found = editPrompt(searching, { kind: "insert", text: "b" }, NOTHING_KNOWN);
  expect(layOutLineOf(found)).toEqual({ rows: ["(yo…) abc"], cursor: { x: 9, y: 0 } });
  const notFound = editPrompt(found, { kind: "insert", text: "x" }, NOTHING_KNOWN);
  expect(layOutLineOf(notFound)).toEqual({ rows: ["(no…) "], cursor: { x: 6, y: 0 } });
});

it("wraps after words, and keeps a longer word whole as far as it goes", () => {
  expect(layOut("hi to all of us|").rows).toEqual(["[B] hi to ", "all of us"]);
  expect(layOut("hi everybody|").rows).toEqual(["[B] hi ", "everybody"]);
  expect(layOut("hi abcdefghijklmno|").rows).toEqual(["[B] hi ", "abcdefghij", "klmno"]);
  expect(layOut("abcdef gh|")).toEqual({ rows: ["[B] abcdef", "gh"], cursor: { x: 2, y: 1 } });
  expect(layOut("abcdef |")).toEqual({ rows: ["[B] abcdef", ""], cursor: { x: 0, y: 1 } });
});

it("shows the lines of a message as rows", () => {
  expect(layOut("one\n\ntwo|")).toEqual({ rows: ["[B] one", "", "two"], cursor: { x: 3, y: 2 } });
  expect(layOut("one\n|")).toEqual({ rows: ["[B] one", ""], cursor: { x: 0, y: 1 } });
  expect(layOut("on|e\ntwo")).toEqual({ rows: ["[B] one", "two"], cursor: { x: 6, y: 0 } });
});

it.each([
  ["one\ntw|o", -1, "|one\ntwo"],
  ["one\ntwothree|", -1, "one|\ntwothree"],
  ["on|e\ntwothree", 1, "one\ntwothr|ee"],
  ["one|\n\ntwo", 1, "one\n|\ntwo"],
  ["hi every|body", -1, "h|i everybody"],
  ["日\n日|本", -1, "|日\n日本"],
  ["a|b", -1, null],
  ["a|b", 1, null],
] as const)("in %j a step of %i leads to %j", (marked, step, expected) => {
  const line = fromMarked(marked);
  const cursor = findPromptRow({ ...EMPTY_PROMPT, line }, "B", 10, step);
  expect(cursor === null ? null : `${line.text.slice(0, cursor)}|${line.text.slice(cursor)}`).toBe(expected);
});

it("goes through all rows of a draft and back", () => {
  let line = fromMarked("one two three four five\n\nsix seven 日本語 nine ten|");
  const move = (step: 1 | -1) => {
    const cursor = findPromptRow({ ...EMPTY_PROMPT, line }, "B", 10, step);
    if (cursor !== null) line = { ...line, cursor };
    return cursor !== null;
  };
  let up = 0;
  while (move(-1)) up++;
  let down = 0;
  while (move(1)) down++;
  expect(up).toBeGreaterThan(4);
  expect(down).toBe(up);
});
