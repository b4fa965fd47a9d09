import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { lineOf } from "../input/line-editor.ts";
import type { ChatEvent } from "../state/chat-event.ts";
import { type ConnectionStatus, createChatState } from "../state/chat-state.ts";
import { searchLog, startLogSearch } from "../state/log-search.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { spokenStatus } from "./spoken-status.ts";

function spoken(connection: ConnectionStatus, ...events: ChatEvent[]): string {
  const start = createChatState({ host: "127.0.0.1", port: 65432, name: "Ada" }, { columns: 80, rows: 24 });
  const all: ChatEvent[] = [{ kind: "connection", connection }, ...events];
  return spokenStatus(all.reduce(reduceChat, start));
}

it("says who is online", () => {
  const people: ChatEvent = { kind: "people", people: { names: ["Bob"], count: 1 } };
  expect(spoken({ kind: "online" })).toBe("online as Ada");
  expect(spoken({ kind: "online" }, people)).toBe("online as Ada, 2 online");
});

it("does not change each second, since each change is read", () => {
  for (const lateMs of [2_000, 9_000]) {
    expect(spoken({ kind: "online" }, { kind: "late", lateMs })).toBe("the server does not answer");
  }
  for (const now of [0, 5_000]) {
    const waiting = { kind: "waiting", until: 18_000, problem: "Connection lost." } as const;
    expect(spoken(waiting, { kind: "tick", now })).toBe("Connection lost. It is tried again, at once on Enter.");
  }
});

it("reads the hit of a search", () => {
  const line = createLine(`found ${"it ".repeat(1_000)}`);
  const search = searchLog([line], startLogSearch(null), lineOf("FOUND"));
  const added: ChatEvent = { kind: "lines", added: [{ conversation: { kind: "everyone" }, line }] };
  const hit = spoken({ kind: "online" }, added, { kind: "searched", search, scroll: null });
  expect(hit).toMatch(/^Bob to everyone: found it it .*…$/);
  expect(hit.length).toBe(300);
});
