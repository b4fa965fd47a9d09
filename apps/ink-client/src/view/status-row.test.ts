import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { EMPTY_PROMPT } from "../input/prompt.ts";
import type { ChatEvent } from "../state/chat-event.ts";
import { createChatState } from "../state/chat-state.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { countCells } from "./cells.ts";
import { statusRow } from "./status-row.ts";

const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
const online: ChatEvent = { kind: "connection", connection: { kind: "online" } };
const waiting: ChatEvent = {
  kind: "connection",
  connection: { kind: "waiting", until: 18_000, problem: "Connection lost." },
};
const tick: ChatEvent = { kind: "tick", now: 0 };
const scrolled: ChatEvent = { kind: "scrolled", scroll: { lineId: 0, hiddenRows: 0, linesSoFar: 0 } };
const fromBob: ChatEvent = {
  kind: "lines",
  added: [{ conversation: { kind: "person", name: "Bob" }, line: createLine("hi") }],
};
const traffic: ChatEvent = {
  kind: "overlay",
  overlay: { kind: "traffic", scrolledRows: 0, lastId: null, showsPolls: false },
};

const people: ChatEvent = { kind: "people", people: { names: ["Bob"], count: 1 } };
const latency: ChatEvent = { kind: "latency", latencyMs: 2 };
const late: ChatEvent = { kind: "late", lateMs: 7_900 };
const resendAsked: ChatEvent = { kind: "asked", question: { kind: "resend", lineId: 1 } };
const searchedLines: ChatEvent = {
  kind: "prompt",
  prompt: { ...EMPTY_PROMPT, search: { query: "a", match: null, index: 0 } },
};
const answered: ChatEvent = { kind: "late", lateMs: 0 };

it.each<[number, readonly ChatEvent[], string]>([
  [80, [online, people, fromBob], "● online │ 3:Bob!(1) │ Ada │ 127.0.0.1:65432 │ 2 online │ F1 keys"],
  [40, [online, people, fromBob], "● online │ 3:Bob!(1) │ Ada │ 2 online"],
  // Before the first list no number is known.
  [80, [online, fromBob], "● online │ 3:Bob!(1) │ Ada │ 127.0.0.1:65432 │ F1 keys"],
  [80, [online, people, waiting, online], "● online │ Ada │ 127.0.0.1:65432 │ F1 keys"],
  [80, [online, people, latency], "● online │ Ada │ 127.0.0.1:65432 │ 2 ms │ 2 online │ F1 keys"],
  [80, [online, people, latency, late], "! no answer for 7 s │ Ada │ 127.0.0.1:65432 │ 2 online │ F1 keys"],
  [19, [online, late], "! no answer 7 s"],
  [20, [online, late, fromBob], "! 7 s │ !(1) │ Ada"],
  [80, [online, latency, late, answered], "● online │ Ada │ 127.0.0.1:65432 │ F1 keys"],
  [80, [online, late, waiting, tick], "○ Connection lost. Next try in 18 s, or on Enter │ Ada │ 127.0.0.1:65432"],
  [20, [online], "● online │ Ada"],
  [20, [online, fromBob], "● online │ !(1)"],
  [20, [online, scrolled], "● online │ ↓ │ Ada"],
  [20, [online, scrolled, fromBob], "● online │ ↓ │ !(1)"],
  [19, [online, scrolled, fromBob], "● │ ↓ │ !(1) │ Ada"],
  [20, [online, { kind: "asked", question: { kind: "leave" } }], "● │ C-c leaves"],
  [80, [online, { kind: "keyPrefix", key: "C-x" }], "● online │ C-x … │ Ada │ 127.0.0.1:65432 │ F1 keys"],
  [20, [online, { kind: "keyPrefix", key: "C-x" }], "● online │ C-x …"],
  [80, [online, resendAsked], "● online │ It may arrive twice: M-s again to send it │ Ada │ 127.0.0.1:65432"],
  [36, [online, resendAsked], "● online │ M-s may send it twice"],
  [20, [online, resendAsked], "● │ twice? M-s"],
  [80, [online, searchedLines], "● online │ Enter takes the line, C-r an older one; C-s searches the log │ Ada"],
  [20, [online, searchedLines], "● │ C-s: the log"],
  [80, [waiting, tick], "○ Connection lost. Next try in 18 s, or on Enter │ Ada │ 127.0.0.1:65432"],
  [40, [waiting, tick], "○ Next try in 18 s, or on Enter │ Ada"],
  [20, [waiting, tick, fromBob], "○ 18 s │ !(1) │ Ada"],
  [80, [online, traffic], "● online │ traffic: Esc closes it │ Ada │ 127.0.0.1:65432 │ F1 keys"],
])("tells what matters in %i columns %#", (columns, events, expected) => {
  const state = events.reduce(reduceChat, createChatState(target, { columns, rows: 24 }));
  const text = rowText(statusRow(state));
  expect(text.trim()).toBe(expected);
  expect(countCells(text)).toBeLessThanOrEqual(columns);
});

it.each<[readonly ChatEvent[], string | undefined]>([
  [[online, people, latency], undefined],
  [[online, late], "yellow"],
  [[online, late, answered], undefined],
  [[waiting, tick], "red"],
  [[online, fromBob], "yellow"],
])("is dim but for trouble and for what is for us, which has a colour (%#)", (events, color) => {
  for (const columns of [20, 80]) {
    const state = events.reduce(reduceChat, createChatState(target, { columns, rows: 24 }));
    const loud = statusRow(state).filter(({ isDim }) => !isDim);
    expect(loud.map((segment) => segment.color)).toEqual(color ? [color] : []);
  }
});
