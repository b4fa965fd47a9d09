import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import type { ChatEvent } from "../state/chat-event.ts";
import { createChatState } from "../state/chat-state.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { writeTitle } from "./title-text.ts";

function titleAfter(...events: ChatEvent[]): string {
  const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
  return writeTitle(events.reduce(reduceChat, createChatState(target, { columns: 80, rows: 24 })));
}

function received(count: number, conversation: "server" | "person"): ChatEvent {
  const ref = conversation === "server" ? { kind: conversation } : { kind: conversation, name: "Bob" };
  const added = Array.from({ length: count }, () => ({ conversation: ref, line: createLine("hi") }));
  return { kind: "lines", added };
}

it("has the conversation, and what is unread elsewhere, up to a number that changes no more in a flood", () => {
  expect(titleAfter()).toBe("Everyone - chat");
  expect(titleAfter(received(2, "server"))).toBe("(2) Everyone - chat");
  expect(titleAfter(received(2, "server"), received(1, "person"))).toBe("(3!) Everyone - chat");
  expect(titleAfter(received(100, "person"))).toBe("(99+!) Everyone - chat");
  expect(titleAfter(received(1, "person"), { kind: "opened", name: "Bob" })).toBe("Bob - chat");
  const form = { name: "", host: "", port: "", field: "name", problem: null } as const;
  expect(titleAfter({ kind: "form", form })).toBe("chat");
});
