import { beforeEach, describe, expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { DEFAULT_SETTINGS } from "../settings/settings.ts";
import type { ChatEvent } from "./chat-event.ts";
import { type ChatState, createChatState, currentConversation } from "./chat-state.ts";
import { notePresence } from "./presence.ts";
import { reduceChat } from "./reduce-chat.ts";

const lost: ChatEvent = { kind: "connection", connection: { kind: "waiting", until: 0, problem: "Connection lost." } };

let state: ChatState;
beforeEach(() => {
  state = createChatState({ host: "127.0.0.1", port: 65432, name: "Ada" }, { columns: 80, rows: 24 });
});

function happen(...events: ChatEvent[]): void {
  state = events.reduce(reduceChat, state);
}

/** Takes lists of the people online, as the session does, and returns the texts of the log. */
function list(...lists: readonly string[][]): string[] {
  for (const names of lists) {
    const people = { names, count: names.length };
    const note = notePresence(state, people);
    const line = note && createLine("", { kind: "notice", from: "", ...note });
    if (line) happen({ kind: "lines", added: [{ conversation: { kind: "everyone" }, line }] });
    happen({ kind: "people", people });
  }
  return currentConversation(state).lines.map(({ text }) => text);
}

describe("who came and who went", () => {
  it("is in no line for the first list, nor while nobody comes or goes", () => {
    expect(list(["Bob", "Carla"], ["Bob", "Carla"], ["carla", "Bob"])).toEqual([]);
  });

  it("is in one line for each list, which grows until something else is said", () => {
    expect(list(["Carla"], ["Ada2", "Bob"])).toEqual(["+ Ada2, Bob · − Carla"]);
    expect(list(["Ada2", "Bob", "Dan"])).toEqual(["+ Ada2, Bob, Dan · − Carla"]);
    happen({ kind: "lines", added: [{ conversation: { kind: "everyone" }, line: createLine("hi", { from: "Dan" }) }] });
    expect(list(["Bob", "Dan"]).slice(1)).toEqual(["hi", "− Ada2"]);
  });

  it("keeps its order when somebody comes and goes", () => {
    expect(list(["Bob"], [], ["Bob"], [])).toEqual(["− Bob", "+ Bob", "− Bob"]);
  });

  it("is never unread, nor new below a log that was scrolled", () => {
    happen({ kind: "opened", name: "Bob" });
    list([], ["Bob"]);
    expect(state.conversations[0]).toMatchObject({ unread: 0, firstUnreadId: null, lineCount: 0 });
  });

  it("is a summary after the connection was away, and nothing after joining anew", () => {
    list(["Bob", "Carla"]);
    happen(lost);
    expect(list(["Dan"], ["Dan", "Eve"])).toEqual(["While the connection was away, 1 came and 2 went.", "+ Eve"]);
    happen({ kind: "joined", target: state.target });
    expect(list(["Bob"])).toHaveLength(2);
  });

  it("names a few of many, and nobody from a list that does not name all", () => {
    const many = Array.from({ length: 50 }, (_, index) => `Bob${index}`);
    expect(list([], many).at(0)).toMatch(/^\+ Bob0, .*, Bob19 and 30 more$/);
    expect(notePresence(state, { names: ["Bob1"], count: 9_000 })).toBeNull();
  });

  it("takes no name for several, nor for a row of its own", () => {
    expect(list([], ["Bob, Carla", "a\n\u001b[2J"])).toEqual(['+ "Bob, Carla", a␤␛[2J']);
  });

  it("is in no line when the setting is off", () => {
    happen({ kind: "setting", changes: { ...DEFAULT_SETTINGS, "lines.presence": false } });
    expect(list([], ["Bob"])).toEqual([]);
  });
});
