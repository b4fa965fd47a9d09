import { beforeEach, expect, it, vi } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { createChatState, currentConversation } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { EVERYONE_KEY } from "../state/conversation.ts";
import { DeliveryTracker } from "./delivery-tracker.ts";

const message = { id: 7, to: "Bob", text: "hi" };
const line = createLine("hi", { kind: "own" });

const place = { key: EVERYONE_KEY, lineId: line.id };

let store: ChatStore;
let deliveries: DeliveryTracker;

beforeEach(() => {
  vi.useFakeTimers();
  store = new ChatStore(createChatState({ host: "h", port: 1, name: "Ada" }, { columns: 80, rows: 24 }, true));
  store.dispatch({ kind: "lines", added: [{ conversation: { kind: "everyone" }, line }] });
  deliveries = new DeliveryTracker(store);
  return () => vi.useRealTimers();
});

function shownDelivery() {
  vi.runAllTimers();
  return currentConversation(store.state).lines[0]?.delivery;
}

it("shows a message as sent, or as waiting for the connection, until its outcome is known", () => {
  expect(deliveries.follow(message, [place], false)).toBe(true);
  expect(shownDelivery()).toEqual({ kind: "waiting" });
  deliveries.follow(message, [place], true);
  expect(shownDelivery()).toEqual({ kind: "sent" });
  deliveries.settle(message, { kind: "unknown" });
  expect(shownDelivery()).toEqual({ kind: "unknown" });
});

it("shows a outcome that was known before the message was followed", () => {
  deliveries.settle(message, { kind: "processed", receivers: null });
  expect(deliveries.follow(message, [place], true)).toBe(false);
  expect(shownDelivery()).toEqual({ kind: "processed", receivers: null });
});

it("takes no message of a new client for one of the client before", () => {
  deliveries.follow(message, [place], true);
  deliveries.clear();
  deliveries.settle(message, { kind: "unknown" });
  expect(shownDelivery()).toEqual({ kind: "sent" });
});
