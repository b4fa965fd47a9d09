import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { type ChatState, createChatState } from "../state/chat-state.ts";
import {
  addLines,
  type Conversation,
  changeDelivery,
  everyoneConversation,
  personConversation,
} from "../state/conversation.ts";
import type { Delivery, LogLine } from "../state/log-line.ts";
import type { TrafficEntry } from "../state/traffic-log.ts";
import { SpokenNews } from "./spoken-news.ts";

const bob = personConversation("Bob");
const state = createChatState({ host: "127.0.0.1", port: 1, name: "Ada" }, { columns: 200, rows: 24 });

function withConversations(...conversations: Conversation[]): ChatState {
  return { ...state, conversations };
}

function withLines(conversation: Conversation, ...lines: LogLine[]): Conversation {
  return addLines(conversation, lines, true);
}

function settled(conversation: Conversation, { id }: LogLine, delivery: Delivery): Conversation {
  return changeDelivery(conversation, id, delivery);
}

it("reads each line once, in the order in which they came", () => {
  const [first, second, third] = [createLine("one"), createLine("two"), createLine("three")];
  const news = new SpokenNews();
  const everyone = withLines(everyoneConversation, first, third);
  expect(news.take(withConversations(everyone, withLines(bob, second)))).toEqual([
    "Bob to everyone: one",
    "Bob to you: two",
    "Bob to everyone: three",
  ]);
  expect(news.take(withConversations(everyone, withLines(bob, second)))).toEqual([]);
});

it("reads a private message that was written elsewhere once", () => {
  const delivery = { kind: "sending" } as const;
  const own = createLine("hi", { kind: "own", from: "Ada", delivery });
  const note = createLine("→ Bob: hi", { kind: "notice", from: "", delivery });
  const shown = withConversations(withLines(everyoneConversation, note), withLines(bob, own));
  expect(new SpokenNews().take(shown)).toEqual(["You to Bob: hi"]);
});

it.each<[Delivery, readonly string[]]>([
  [{ kind: "processed", receivers: null }, []],
  [{ kind: "sent" }, []],
  [{ kind: "unknown" }, ["Problem: This may not have arrived, to Bob: hi␤you"]],
  [{ kind: "failed", reason: "nobody\nhas it" }, ["Problem: This was not delivered (nobody␤has it), to Bob: hi␤you"]],
])("says once what became of a message: %j", (delivery, expected) => {
  const own = createLine("hi\nyou", { kind: "own", from: "Ada", delivery: { kind: "sending" } });
  const sent = withLines(bob, own);
  const news = new SpokenNews();
  news.take(withConversations(sent));
  const after = settled(sent, own, delivery);
  expect(news.take(withConversations(after))).toEqual(expected);
  expect(news.take(withConversations(after))).toEqual([]);
});

it("says once that an answer is late, and once that it has come", () => {
  const news = new SpokenNews();
  const online = { ...state, connection: { kind: "online" } as const };
  const said = [online, { ...online, lateMs: 1 }, { ...online, lateMs: 2 }, online, online].map((each) =>
    news.take(each),
  );
  expect(said.flat()).toEqual(["Problem: the server does not answer.", "The server answers again."]);
});

it("reads the help each time that it is asked for, and the traffic from shortly before", () => {
  const news = new SpokenNews();
  const keys = { ...state, overlay: { kind: "keys", scrolledRows: 0 } as const };
  expect([keys, keys, state, keys].map((each) => news.take(each).length > 10)).toEqual([true, false, false, true]);
  const entry = (id: number): TrafficEntry => ({
    id,
    at: 0,
    direction: "in",
    bytes: Buffer.from(`${id}`),
    isPoll: false,
  });
  const traffic = (count: number) => ({
    ...state,
    overlay: { kind: "traffic", scrolledRows: 0, lastId: null, showsPolls: true } as const,
    traffic: { entries: Array.from({ length: count }, (_, index) => entry(index + 1)), byteCount: count },
  });
  const read = [traffic(20), traffic(21), traffic(21)].map((each) =>
    news.take(each).filter((row) => /^ +\d/.test(row)),
  );
  expect(read).toEqual([Array.from({ length: 10 }, (_, index) => `  ${index + 11}`), ["  21"], []]);
});
