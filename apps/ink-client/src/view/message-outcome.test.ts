import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import type { ChatEvent } from "../state/chat-event.ts";
import { createChatState } from "../state/chat-state.ts";
import { personKey } from "../state/conversation.ts";
import type { Delivery } from "../state/log-line.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { findOpenMessages, writeLastWords } from "./message-outcome.ts";

const target = { host: "127.0.0.1", port: 65432, name: "Ada" };
const start = createChatState(target, { columns: 80, rows: 24 });
const bob = { kind: "person", name: "Bob" } as const;

function add(delivery: Delivery | null, kind: "own" | "notice" = "own") {
  const line = createLine(`hi\n${delivery?.kind}`, { kind, from: "Ada", delivery });
  const event: ChatEvent = { kind: "lines", added: [{ conversation: bob, line }] };
  return { line, event };
}

it("says at the end what is not known to have arrived", () => {
  const [sent, waiting, sending] = [add({ kind: "sent" }), add({ kind: "waiting" }), add({ kind: "sending" })];
  const others = [add({ kind: "unknown" }), add({ kind: "processed", receivers: 1 }), add({ kind: "sent" }, "notice")];
  const before = [sent, waiting, sending, ...others].map(({ event }) => event).reduce(reduceChat, start);
  const open = findOpenMessages(before);
  expect([...open]).toEqual([sent, waiting, sending].map(({ line }) => line.id));
  const settle = (lineId: number, delivery: Delivery) => ({
    kind: "delivery",
    key: personKey("Bob"),
    lineId,
    delivery,
  });
  const events = [
    settle(sent.line.id, { kind: "processed", receivers: null }),
    settle(waiting.line.id, { kind: "failed", reason: "it was never sent" }),
  ] as ChatEvent[];
  expect(writeLastWords(events.reduce(reduceChat, before), open)).toEqual([
    "This was not delivered (it was never sent), to Bob: hi␤waiting",
    "This may not have arrived, to Bob: hi␤sending",
  ]);
});
