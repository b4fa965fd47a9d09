import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import {
  addLines,
  type Conversation,
  changeLine,
  everyoneConversation,
  personConversation,
} from "../state/conversation.ts";
import type { Delivery, LogLine } from "../state/log-line.ts";
import { SpokenNews } from "./spoken-news.ts";

const bob = personConversation("Bob");

function withLines(conversation: Conversation, ...lines: LogLine[]): Conversation {
  return addLines(conversation, lines, true);
}

function settled(conversation: Conversation, { id }: LogLine, delivery: Delivery): Conversation {
  return changeLine(conversation, id, (line) => ({ ...line, delivery }));
}

it("reads each line once, in the order in which they came", () => {
  const [first, second, third] = [createLine("one"), createLine("two"), createLine("three")];
  const news = new SpokenNews();
  const everyone = withLines(everyoneConversation, first, third);
  expect(news.take([everyone, withLines(bob, second)])).toEqual([
    "Bob to everyone: one",
    "Bob to you: two",
    "Bob to everyone: three",
  ]);
  expect(news.take([everyone, withLines(bob, second)])).toEqual([]);
});

it("reads a private message that was written elsewhere once", () => {
  const delivery = { kind: "sending" } as const;
  const own = createLine("hi", { kind: "own", from: "Ada", delivery });
  const note = createLine("→ Bob: hi", { kind: "notice", from: "", delivery });
  expect(new SpokenNews().take([withLines(everyoneConversation, note), withLines(bob, own)])).toEqual([
    "You to Bob: hi",
  ]);
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
  news.take([sent]);
  const after = settled(sent, own, delivery);
  expect(news.take([after])).toEqual(expected);
  expect(news.take([after])).toEqual([]);
});
