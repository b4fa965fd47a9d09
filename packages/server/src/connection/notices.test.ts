import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeLoop, type FakeConnection, messageText } from "../../test/fake-connection.ts";
import { standardEndpoints } from "../endpoints/index.ts";
import { QUIET_AFTER_ANSWER_MS, QUIET_AFTER_WELCOME_MS } from "./notices.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 5) => vi.advanceTimersByTimeAsync(milliseconds);

/** A request whose answer comes when the test says so. */
function createLater() {
  const replies: ((text: string) => void)[] = [];
  const later = {
    name: "/later",
    summary: "",
    handle: ({ reply }: { reply: (text: string) => void }) => void replies.push(reply),
  } as const;
  return { later, replies };
}

/** Joins with a newline behind the name, or, as an unframed client, without. */
async function join(loop: ReturnType<typeof createFakeLoop>, name: string, isFramed: boolean): Promise<FakeConnection> {
  const joined = loop.connect();
  joined.peer.send(isFramed ? `${name}\n` : name);
  await pass(isFramed ? 5 : 60);
  expect(joined.peer.texts).toHaveLength(1);
  return joined;
}

/** Returns the notices, and when the last write was. */
function noticesOf({ peer }: FakeConnection): string[] {
  return peer.texts.filter((text) => text.startsWith("Notice: "));
}

const message = messageText("Ada", "/time", "").trim();
const OPEN_NOTICE = expect.stringMatching(/^Notice: The message that began at byte \d+ has no end/);

describe("an unframed client", () => {
  it("gets no notice in the first second after its welcome, nor within 100 ms after an answer", async () => {
    const loop = createFakeLoop({}, standardEndpoints);
    const ada = await join(loop, "Ada", false);
    const welcomedAt = ada.peer.writes[0]?.at as number;
    // Proof at once: another message begins on a new line.
    ada.peer.send(`${message.slice(0, -1)}\n${message}`);
    await pass(QUIET_AFTER_WELCOME_MS - 100);
    expect(noticesOf(ada)).toEqual([]);
    await pass(200);
    expect(noticesOf(ada)).toEqual([OPEN_NOTICE]);
    expect((ada.peer.writes.at(-1)?.at as number) - welcomedAt).toBeGreaterThanOrEqual(QUIET_AFTER_WELCOME_MS);

    ada.peer.send(`}${message}${message.slice(0, -1)}\n${message}`);
    await pass(QUIET_AFTER_ANSWER_MS - 10);
    expect(ada.peer.texts.slice(2)).toEqual([
      expect.stringMatching(/^⛔ Error: At byte /),
      expect.stringMatching(/^Server time: /),
    ]);
    await pass(100);
    expect(ada.peer.texts.slice(4)).toEqual([OPEN_NOTICE]);
    const [answeredAt, toldAt] = ada.peer.writes.slice(3).map(({ at }) => at) as [number, number];
    expect(toldAt - answeredAt).toBeGreaterThanOrEqual(QUIET_AFTER_ANSWER_MS);
  });

  it("gets no notice while an answer is on its way, and none when the object has its end by then", async () => {
    const { later, replies } = createLater();
    const loop = createFakeLoop({}, [later]);
    const ada = await join(loop, "Ada", false);
    await pass(QUIET_AFTER_WELCOME_MS);
    const [waits, ends] = [messageText("Ada", "/later", "").trim(), messageText("Ada", "Ada", "to myself").trim()];
    ada.peer.send(waits + ends.slice(0, 20));
    await pass(5_000);
    expect(noticesOf(ada)).toEqual([]);
    replies[0]?.("the answer");
    await pass(QUIET_AFTER_ANSWER_MS - 10);
    expect(ada.peer.texts.slice(1)).toEqual(["the answer"]);
    await pass(100);
    expect(ada.peer.texts.slice(2)).toEqual([OPEN_NOTICE]);

    ada.peer.send(ends.slice(20) + waits + ends.slice(0, 20));
    await pass(5_000);
    ada.peer.send(ends.slice(20));
    replies[1]?.("another answer");
    await pass(5_000);
    expect(ada.peer.texts.slice(3)).toEqual(["to myself", "to myself", "another answer"]);
  });

  it("gets no notice but answers, whatever is wrong with its messages", async () => {
    const loop = createFakeLoop({ messagesPerSecond: 5, messageBurst: 1 }, standardEndpoints);
    const ada = await join(loop, "Ada", false);
    for (let round = 0; round < 20; round++) {
      for (const to of ["Everyone", "@Bob", "list", " /list", "/shout hi"]) ada.peer.send(messageText("Ada", to, ""));
      await pass(5_000);
    }
    const answers = ada.peer.texts.slice(1);
    expect(answers).toHaveLength(100);
    for (const text of answers) expect(text).toMatch(/^❌ Error: /);
  });

  it("reads one message, and the answer that it expects, in each write: writing to Everyone again and again", async () => {
    const loop = createFakeLoop({}, standardEndpoints);
    const ada = await join(loop, "Ada", false);
    for (let round = 0; round < 300; round++) {
      ada.peer.send(messageText("Ada", "Everyone", `${round}`).trim());
      await pass(100);
      expect(ada.peer.writes).toHaveLength(round + 2);
      expect(JSON.parse(ada.peer.writes.at(-1)?.text as string)).toEqual({
        from: { name: "SERVER", ip: "0.0.0.0" },
        to: "Ada",
        msg: "❌ Error: User 'Everyone' not found.",
      });
    }
  });

  it("gets no notice from its FIN on: what it waits for is answers", async () => {
    const { later, replies } = createLater();
    const loop = createFakeLoop({}, [later]);
    const ada = await join(loop, "Ada", false);
    ada.connection.tell("You are watched.");
    ada.peer.send(messageText("Ada", "/later", "").repeat(20));
    ada.peer.transport.endInput();
    await pass(1_500);
    for (const reply of replies) reply("the answer");
    await pass(1_500);
    expect(noticesOf(ada)).toEqual([]);
  });

  it("is told what others ask for, when it can't take it for an answer", async () => {
    const loop = createFakeLoop();
    const [ada, bob] = [await join(loop, "Ada", false), await join(loop, "Bob", true)];
    for (const { connection } of [ada, bob]) connection.tell("You are watched.");
    await pass(QUIET_AFTER_WELCOME_MS / 2);
    expect([noticesOf(ada), noticesOf(bob)]).toEqual([[], ["Notice: You are watched."]]);
    await pass(QUIET_AFTER_WELCOME_MS);
    expect(noticesOf(ada)).toEqual(["Notice: You are watched."]);
  });
});

describe("a framed client", () => {
  it("gets its notices in order: behind the answers to what it sent before", async () => {
    const { later, replies } = createLater();
    const loop = createFakeLoop({}, [...standardEndpoints, later]);
    const { peer } = await join(loop, "Ada", true);
    for (const to of ["/later", "Everyone", "/time"]) peer.send(messageText("Ada", to, ""));
    await pass();
    expect(peer.texts).toHaveLength(1);
    replies[0]?.("the answer");
    await pass();
    expect(peer.texts.slice(1)).toEqual([
      "the answer",
      "❌ Error: User 'Everyone' not found.",
      expect.stringMatching(/^Notice: "to" takes one user\..*"to": "\/shout"/),
      expect.stringMatching(/^Server time: /),
    ]);
  });

  it("hears of an open object after 2 s, and not again", async () => {
    const loop = createFakeLoop();
    const ada = await join(loop, "Ada", true);
    ada.peer.send(message.slice(0, -2));
    await pass(1_999);
    expect(noticesOf(ada)).toEqual([]);
    await pass(20);
    expect(noticesOf(ada)).toEqual([
      'Notice: The message that began at byte 4 has no end: one "{" is still open and so is a string: a quote is missing. ' +
        "Until it is closed, all that you send is taken for a part of it. " +
        "The connection is closed 30 s after the message began.",
    ]);
    await pass(20_000);
    expect(noticesOf(ada)).toHaveLength(1);
  });

  it("is told that it is slowed down, and gets every answer", async () => {
    const loop = createFakeLoop({ messagesPerSecond: 10, messageBurst: 5 }, standardEndpoints);
    const ada = await join(loop, "Ada", true);
    ada.peer.send(messageText("Ada", "/time", "").repeat(100));
    await pass(20_000);
    expect(noticesOf(ada)).toEqual([
      expect.stringMatching(/^Notice: You send more than 10 messages per second.*Nothing is lost/),
    ]);
    expect(ada.peer.texts.filter((text) => text.startsWith("Server time: "))).toHaveLength(100);
  });

  it("is told after ten refusals in a row of any kind, once", async () => {
    const loop = createFakeLoop({}, standardEndpoints);
    const ada = await join(loop, "Ada", true);
    const wrong = [messageText("Eve", "/time", ""), "x\n", '{"from": 1}\n', messageText("Ada", "Carol", "")];
    ada.peer.send(wrong.join("").repeat(10));
    await pass();
    expect(noticesOf(ada)).toEqual([
      expect.stringMatching(/^Notice: 10 of your messages in a row were refused\..*"to": "\/help", "msg": ""\}$/),
    ]);
  });

  it("begins to count refusals anew behind a message that is not refused", async () => {
    const loop = createFakeLoop({}, standardEndpoints);
    const ada = await join(loop, "Ada", true);
    const nine = messageText("Ada", "Carol", "").repeat(9);
    ada.peer.send(`${nine}${messageText("Ada", "/time", "")}${nine}`);
    await pass();
    expect(noticesOf(ada)).toEqual([]);
    ada.peer.send(messageText("Ada", "Carol", ""));
    await pass();
    expect(noticesOf(ada)).toEqual([expect.stringMatching(/^Notice: 10 of your messages in a row were refused\./)]);
  });
});

describe("a shout that waits for those of others", () => {
  const limits = { shoutBytesPerSecond: 1_000, shoutByteBurst: 1 };
  const SHOUTS = [messageText("Ada", "/shout", "x".repeat(500)), messageText("Ada", "/shout", "y".repeat(500))];

  it("is told to a framed client before its answer, once a minute", async () => {
    const loop = createFakeLoop(limits, standardEndpoints);
    const ada = await join(loop, "Ada", true);
    for (let round = 0; round < 3; round++) ada.peer.send(SHOUTS.join(""));
    await pass(10_000);
    expect(ada.peer.texts.slice(1)).toEqual([
      "Message sent to 0 users",
      expect.stringMatching(/^Notice: All users together shout more .* your shout waits for its turn\./),
      ...Array<string>(5).fill("Message sent to 0 users"),
    ]);
  });

  it("is not told to an unframed one, which waits for its answer", async () => {
    const loop = createFakeLoop(limits, standardEndpoints);
    const ada = await join(loop, "Ada", false);
    await pass(QUIET_AFTER_WELCOME_MS);
    ada.peer.send(SHOUTS.join(""));
    await pass(10_000);
    expect(ada.peer.texts.slice(1)).toEqual(["Message sent to 0 users", "Message sent to 0 users"]);
  });
});
