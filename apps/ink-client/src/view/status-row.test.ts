import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
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
const traffic: ChatEvent = { kind: "overlay", overlay: { kind: "traffic", scrolledRows: 0, lastId: null } };

it.each<[number, readonly ChatEvent[], string]>([
  [80, [online, fromBob], "● online │ 3:Bob!(1) │ Ada │ 127.0.0.1:65432 │ 2 online │ F1 keys"],
  [40, [online, fromBob], "● online │ 3:Bob!(1) │ Ada │ 2 online"],
  [20, [online], "● online │ Ada"],
  [20, [online, fromBob], "● online │ !(1)"],
  [20, [online, scrolled], "● online │ ↓ 0"],
  [20, [online, scrolled, fromBob], "● │ ↓ 0 │ !(1)"],
  [20, [online, { kind: "leavingAsked", isAsked: true }], "● │ C-c leaves"],
  [80, [waiting, tick], "○ Connection lost. Next try in 18 s, or on Enter │ Ada │ 127.0.0.1:65432"],
  [40, [waiting, tick], "○ Next try in 18 s, or on Enter │ Ada"],
  [20, [waiting, tick, fromBob], "○ 18 s │ !(1)"],
  [80, [online, traffic], "● online │ traffic: Esc closes it │ Ada │ 127.0.0.1:65432 │ 1 online │ F1 keys"],
])("tells what matters in %i columns %#", (columns, events, expected) => {
  const state = events.reduce(reduceChat, createChatState(target, { columns, rows: 24 }, true));
  const text = rowText(statusRow(state));
  expect(text.trim()).toBe(expected);
  expect(countCells(text)).toBe(columns);
});
