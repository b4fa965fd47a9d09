import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import type { ChatEvent } from "../state/chat-event.ts";
import { createChatState } from "../state/chat-state.ts";
import type { LogLine } from "../state/log-line.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { emptyChatRows } from "./empty-chat.ts";

function hints(size: readonly [width: number, height: number], ...events: ChatEvent[]): string[] {
  const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
  const state = events.reduce(reduceChat, createChatState(target, { columns: 80, rows: 24 }));
  return emptyChatRows(state, ...size).map((row) => rowText(row).trimEnd());
}

const added = (line: LogLine): ChatEvent => ({ kind: "lines", added: [{ conversation: { kind: "everyone" }, line }] });

it("says in the middle what to try, until somebody writes", () => {
  const joined = added(createLine("You joined.", { kind: "notice", from: "" }));
  const shown = ["  Nobody has written yet", "", "  Hello!        goes to everyone online"];
  expect(hints([42, 9], joined).slice(0, 4)).toEqual(["", ...shown]);
  expect(hints([42, 6], joined).slice(0, 3)).toEqual(shown);
  expect(hints([42, 9], joined, added(createLine("hi")))).toEqual([]);
  expect(hints([42, 9], { kind: "opened", name: "Bob" })).toContain("  Only the two of you read this");
});

it("stays away where it has no room", () => {
  expect(hints([42, 5])).toEqual([]);
  expect(hints([37, 9])).toEqual([]);
});
