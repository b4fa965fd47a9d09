import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import type { ChatEvent } from "../state/chat-event.ts";
import { type ChatState, createChatState } from "../state/chat-state.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { scrollPeople, sideRows } from "./pane-rows.ts";

const online: ChatEvent = { kind: "connection", connection: { kind: "online" } };
const lost: ChatEvent = { kind: "connection", connection: { kind: "waiting", until: 0, problem: "Connection lost." } };
const people: ChatEvent = { kind: "people", people: { names: ["Bob", "Cleo"], count: 2 } };

function after(...events: ChatEvent[]): ChatState {
  const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
  return events.reduce(reduceChat, createChatState(target, { columns: 110, rows: 12 }));
}

function layOut(...events: ChatEvent[]) {
  return sideRows(after(...events), 16, 10, true);
}

function shown(...events: ChatEvent[]): string[] {
  return layOut(...events).map((row) => rowText(row).trimEnd());
}

/** More than fit. */
const crowd: ChatEvent = { kind: "people", people: { names: [..."BCDEFGHIJK"], count: 10 } };

it("has who wrote last first, behind ourselves", () => {
  const lines = ["K", "D", "Gone", "B"].map((from) => createLine("hi", { from }));
  const added = lines.map((line) => ({ conversation: { kind: "everyone" }, line }) as const);
  expect(shown(online, crowd, { kind: "lines", added }, crowd).slice(0, 7)).toEqual([
    "Online 11",
    "Ada",
    "B",
    "D",
    "K",
    "C",
    "E",
  ]);
});

it("says in which order they are, where there is room", () => {
  const title = (width: number) => rowText(sideRows(after(online, crowd), width, 10, true)[0] ?? []).trimEnd();
  expect(title(28)).toBe("Online 11 · last wrote first");
  expect(title(27)).toBe("Online 11");
});

it("scrolls the people no farther than there are some", () => {
  const scrolled = (rows: number, ...events: ChatEvent[]) => {
    return shown(online, crowd, { kind: "peopleScrolled", rows }, ...events);
  };
  expect(scrolled(0).slice(-2)).toEqual(["H", "… 3 more"]);
  expect(scrolled(1)).toEqual(["Online 11 ↑", ..."BCDEFGHI", "… 2 more"]);
  expect(scrolled(99)).toEqual(["Online 11 ↑", ..."CDEFGHIJK"]);
  expect(scrolled(99, people)).toEqual(["Online 3", "Ada", "Bob", "Cleo"]);
  expect([-1, 1, 99].map((rows) => scrollPeople(after(online, crowd), rows))).toEqual([0, 1, 2]);
});

it("scrolls past no name that the server has told, when it has not told all", () => {
  const some: ChatEvent = { kind: "people", people: { names: [..."BCDEFGHIJK"], count: 500 } };
  expect(shown(online, some, { kind: "peopleScrolled", rows: 99 })).toEqual([
    "Online 501 ↑",
    ..."DEFGHIJK",
    "… 490 more",
  ]);
});

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
