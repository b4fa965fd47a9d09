import {
  ClientClosedError,
  ConnectionLostError,
  MessageTooLargeError,
  NoAnswerError,
  NotConnectedError,
  RequestFailedError,
  SendQueueFullError,
} from "@chat/client-sdk";
import { InvalidMessageError } from "@chat/protocol";
import { beforeEach, expect, it, vi } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { createChatState, currentConversation } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { EVERYONE_KEY } from "../state/conversation.ts";
import { DeliveryTracker, deliveryAfter } from "./delivery-tracker.ts";

const message = { id: 7, to: "Bob", text: "hi" };
const line = createLine("hi", { kind: "own" });

const place = { key: EVERYONE_KEY, lineId: line.id };

let store: ChatStore;
let deliveries: DeliveryTracker;

beforeEach(() => {
  vi.useFakeTimers();
  store = new ChatStore(createChatState({ host: "h", port: 1, name: "Ada" }, { columns: 80, rows: 24 }));
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

it.each([
  new NoAnswerError("/shout was not answered in time."),
  new ConnectionLostError("The connection was lost.", { mayHaveArrived: true }),
  new ClientClosedError("The client was closed.", { mayHaveArrived: true }),
])("knows nothing of a message after %s", (error) => {
  expect(deliveryAfter(error)).toEqual({ kind: "unknown" });
});

it.each([
  new RequestFailedError("Sent to the whole class."),
  new RequestFailedError("❌ Error: '/shout' took too long. Try again later.", { mayHaveArrived: true }),
])("quotes the server where it is not sure after %s", (error) => {
  expect(deliveryAfter(error)).toEqual({ kind: "unknown", reason: error.message });
});

it.each([
  new RequestFailedError("❌ Errore: comando sconosciuto"),
  new RequestFailedError("⛔ Not now."),
  new MessageTooLargeError(70_000, 65_536),
  new InvalidMessageError("The text is not well-formed."),
  new NotConnectedError("The connection is away."),
  new SendQueueFullError("The server does not read."),
  new ClientClosedError("The client was closed."),
])("calls a message failed after %s", (error) => {
  expect(deliveryAfter(error)).toEqual({ kind: "failed", reason: error.message });
});

it("hides no mistake of ours", () => {
  expect(() => deliveryAfter(new TypeError("oops"))).toThrow("oops");
});

it("shows an outcome wherever the message is shown", () => {
  const note = createLine("→ Bob: hi", { kind: "notice", from: "" });
  store.dispatch({ kind: "lines", added: [{ conversation: { kind: "everyone" }, line: note }] });
  deliveries.follow(message, [place, { key: EVERYONE_KEY, lineId: note.id }], true);
  expect(deliveries.isExpecting).toBe(true);
  deliveries.settle(message, { kind: "unknown" });
  shownDelivery();
  expect(currentConversation(store.state).lines.map(({ delivery }) => delivery?.kind)).toEqual(["unknown", "unknown"]);
  expect(deliveries.isExpecting).toBe(false);
});
