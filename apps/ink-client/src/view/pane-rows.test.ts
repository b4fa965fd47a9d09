import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import type { ChatEvent } from "../state/chat-event.ts";
import { createChatState } from "../state/chat-state.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { sideRows } from "./pane-rows.ts";

const online: ChatEvent = { kind: "connection", connection: { kind: "online" } };
const lost: ChatEvent = { kind: "connection", connection: { kind: "waiting", until: 0, problem: "Connection lost." } };
const people: ChatEvent = { kind: "people", people: { names: ["Bob", "Cleo"], count: 2 } };

function layOut(...events: ChatEvent[]) {
  const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
  const state = events.reduce(reduceChat, createChatState(target, { columns: 110, rows: 24 }));
  return sideRows(state, 16, 10, true);
}

function shown(...events: ChatEvent[]): string[] {
  return layOut(...events).map((row) => rowText(row).trimEnd());
}

it("names nobody before the server has", () => {
  expect(shown()).toEqual(["Online"]);
  expect(shown(online)).toEqual(["Online"]);
  expect(shown(lost)).toEqual(["Online"]);
});

it("shows who is online", () => {
  expect(shown(online, people)).toEqual(["Online 3", "Ada", "Bob", "Cleo"]);
});

it("shows who was online while the connection is away, and until the next list comes, all of it dim", () => {
  for (const events of [[lost], [lost, online]]) {
    expect(shown(online, people, ...events)).toEqual(["Was online 3", "Ada", "Bob", "Cleo"]);
    const segments = layOut(online, people, ...events).flat();
    expect(segments.every(({ isDim, color }) => isDim && color === undefined)).toBe(true);
  }
  expect(shown(online, people, lost, online, people)[0]).toBe("Online 3");
});
