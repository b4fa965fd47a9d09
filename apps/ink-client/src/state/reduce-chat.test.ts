import { beforeEach, describe, expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { EMPTY_PROMPT } from "../input/prompt.ts";
import type { ChatEvent, ConversationRef } from "./chat-event.ts";
import { type ChatState, createChatState, currentConversation, findConversation, type Overlay } from "./chat-state.ts";
import { knownNames } from "./completion-context.ts";
import { EVERYONE_KEY, MAX_LINES, MAX_TEXT_LENGTH, personKey, SERVER_KEY } from "./conversation.ts";
import { MAX_CONVERSATIONS, reduceChat } from "./reduce-chat.ts";

const everyone: ConversationRef = { kind: "everyone" };
const bob: ConversationRef = { kind: "person", name: "Bob" };

let start: ChatState;
beforeEach(() => {
  start = createChatState({ host: "127.0.0.1", port: 65432, name: "Ada" }, { columns: 80, rows: 24 });
});

function after(state: ChatState, ...events: ChatEvent[]): ChatState {
  return events.reduce(reduceChat, state);
}

function received(conversation: ConversationRef, ...texts: string[]): ChatEvent {
  const from = conversation.kind === "person" ? conversation.name : "Eve";
  return { kind: "lines", added: texts.map((text) => ({ conversation, line: createLine(text, { from }) })) };
}

describe("lines that come", () => {
  it("stand in the conversation with whom they are from, which is opened", () => {
    const state = after(start, received(bob, "hi", "there"));
    expect(state.conversations.map(({ title }) => title)).toEqual(["Everyone", "SERVER", "Bob"]);
    expect(findConversation(state, personKey("BOB"))?.lines.map(({ text }) => text)).toEqual(["hi", "there"]);
  });

  it("are unread where nobody looks, and urgent when they are for us in person", () => {
    const state = after(start, received(bob, "hi", "there"), received(everyone, "all"));
    expect(findConversation(state, personKey("Bob"))).toMatchObject({ unread: 2, isUrgent: true });
    expect(currentConversation(state)).toMatchObject({ unread: 0, isUrgent: false, firstUnreadId: null });
  });

  it.each<Overlay>([{ kind: "keys", scrolledRows: 0 }, { kind: "bare" }])(
    "are unread while they are hidden by $kind",
    (overlay) => {
      const hidden = after(start, { kind: "overlay", overlay }, received(everyone, "a"));
      expect(currentConversation(hidden).unread).toBe(1);
      expect(currentConversation(after(hidden, { kind: "overlay", overlay: { kind: "none" } })).unread).toBe(0);
    },
  );

  it("go to the server's conversation when theirs was closed", () => {
    const state = after(start, received({ kind: "open", key: personKey("gone") }, "an answer"));
    expect(findConversation(state, SERVER_KEY)?.lines).toHaveLength(1);
  });

  it("drop the oldest past the limits of lines and of text", () => {
    const many = Array.from({ length: MAX_LINES + 5 }, (_, index) => `${index}`);
    const state = after(start, received(everyone, ...many));
    expect(currentConversation(state).lines).toHaveLength(MAX_LINES);
    expect(currentConversation(state).lines[0]?.text).toBe("5");
    const long = "x".repeat(MAX_TEXT_LENGTH / 2);
    const heavy = after(start, received(everyone, "small", long, long));
    expect(currentConversation(heavy).lines.map(({ text }) => text.length)).toEqual([long.length, long.length]);
    expect(currentConversation(heavy).textLength).toBe(MAX_TEXT_LENGTH);
  });

  it("show who speaks among those online", () => {
    const state = after(start, received(bob, "hi"), received(everyone, "hi"), received(bob, "hi"));
    expect(state.people).toEqual({ names: ["Bob", "Eve"], count: 2 });
    const crowd: ChatEvent = { kind: "people", people: { names: ["Bob"], count: 5_000 } };
    expect(after(start, crowd, received(everyone, "hi")).people.names).toEqual(["Bob"]);
  });

  it("leave open how old the list of people is", () => {
    const people: ChatEvent = { kind: "people", people: { names: ["Bob"], count: 1 } };
    const ages = (...events: ChatEvent[]) => after(start, ...events).peopleAge;
    const [online, offline]: ChatEvent[] = (["online", "offline"] as const).map((kind) => {
      return { kind: "connection", connection: { kind } };
    });
    if (!online || !offline) throw new Error("Both are needed.");
    expect(ages(online, received(bob, "hi"))).toBe("unknown");
    expect(ages(online, people)).toBe("current");
    expect(ages(online, people, offline)).toBe("old");
    expect(ages(online, people, offline, online)).toBe("old");
    expect(ages(online, people, offline, online, people)).toBe("current");
    expect(ages(offline)).toBe("unknown");
    const elsewhere = after(start, people, { kind: "joined", target: { host: "h", port: 1, name: "Ada" } });
    expect(elsewhere).toMatchObject({ peopleAge: "unknown", people: { names: [], count: 0 } });
  });

  it("bring who spoke last to the front of the names", () => {
    const people: ChatEvent = { kind: "people", people: { names: ["Bob", "Cleo", "Dan"], count: 3 } };
    const state = after(start, people, received(bob, "hi"), received({ kind: "person", name: "Dan" }, "hi"));
    expect(knownNames(state)).toEqual(["Dan", "Bob", "Cleo"]);
    expect(knownNames(after(state, received({ kind: "person", name: "bob" }, "me")))).toEqual(["bob", "Dan", "Cleo"]);
  });
});

describe("conversations", () => {
  it("are read when one goes there; where the unread began stays marked until one leaves", () => {
    const state = after(start, received(bob, "hi"), { kind: "switched", key: personKey("Bob") });
    expect(currentConversation(state)).toMatchObject({ title: "Bob", unread: 0 });
    expect(currentConversation(state).firstUnreadId).not.toBeNull();
    const left = after(state, { kind: "switched", key: EVERYONE_KEY });
    expect(findConversation(left, personKey("Bob"))?.firstUnreadId).toBeNull();
  });

  it("are opened and closed; the neighbour comes into sight", () => {
    const opened = after(start, { kind: "opened", name: "Bob" });
    expect(currentConversation(opened).title).toBe("Bob");
    const closed = after(opened, { kind: "closed", key: personKey("Bob") });
    expect(currentConversation(closed).title).toBe("SERVER");
    expect(after(closed, { kind: "closed", key: SERVER_KEY })).toBe(closed);
  });

  it("stay bounded in number: what has nothing unread goes first", () => {
    let state = after(start, { kind: "opened", name: "kept" }, { kind: "switched", key: EVERYONE_KEY });
    state = after(state, { kind: "opened", name: "read" }, { kind: "switched", key: EVERYONE_KEY });
    state = after(state, received({ kind: "person", name: "kept" }, "unread"));
    for (let index = 0; index < MAX_CONVERSATIONS; index++) {
      state = after(state, received({ kind: "person", name: `crowd${index}` }, "hi"));
    }
    expect(state.conversations).toHaveLength(MAX_CONVERSATIONS);
    expect(findConversation(state, personKey("read"))).toBeUndefined();
    expect(findConversation(state, personKey(`crowd${MAX_CONVERSATIONS - 1}`))).toBeDefined();
  });

  it("are emptied", () => {
    const state = after(start, received(everyone, "a"), { kind: "cleared", key: EVERYONE_KEY });
    expect(currentConversation(state)).toMatchObject({ lines: [], textLength: 0 });
  });
});

it("changes what is known of a message where it stands", () => {
  const state = after(start, received(everyone, "a", "b"));
  const line = currentConversation(state).lines[0];
  const delivery = { kind: "unknown" } as const;
  const changed = after(state, { kind: "delivery", key: EVERYONE_KEY, lineId: line?.id ?? 0, delivery });
  expect(currentConversation(changed).lines.map((one) => one.delivery)).toEqual([delivery, null]);
  expect(after(state, { kind: "delivery", key: EVERYONE_KEY, lineId: -1, delivery })).toBe(state);
  expect(after(state, { kind: "delivery", key: "gone", lineId: 1, delivery })).toBe(state);
});

it("calls back to where a message failed that nobody looks at any more", () => {
  const line = createLine("hi", { kind: "own" });
  const sent: ChatEvent = { kind: "lines", added: [{ conversation: bob, line }] };
  const failed = { kind: "delivery", key: personKey("Bob"), lineId: line.id, delivery: { kind: "unknown" } } as const;
  expect(findConversation(after(start, sent, failed), personKey("Bob"))).toMatchObject({ isUrgent: true });
  const watched = after(start, sent, { kind: "switched", key: personKey("Bob") }, failed);
  expect(currentConversation(watched)).toMatchObject({ isUrgent: false, unread: 0 });
});

it("keeps what was typed and said when the connection is lost and joined anew", () => {
  const typed = { ...currentConversation(start).prompt, line: { text: "draft", cursor: 5 } };
  const form = { host: "h", port: "1", name: "Ada", field: "name", problem: "taken" } as const;
  const target = { host: "h", port: 1, name: "Ada2" };
  const state = after(
    start,
    received(everyone, "a"),
    { kind: "prompt", prompt: typed },
    { kind: "connection", connection: { kind: "offline" } },
    { kind: "form", form },
    { kind: "joined", target },
  );
  expect(state.form).toBeNull();
  expect(state.target).toEqual(target);
  expect(currentConversation(state).prompt.line.text).toBe("draft");
  expect(currentConversation(state).lines).toHaveLength(1);
});

it("carries what was cut into the next conversation, where it may have been meant to go", () => {
  const cut: ChatEvent = { kind: "prompt", prompt: { ...EMPTY_PROMPT, killed: "for Bob" } };
  const state = after(start, cut, { kind: "opened", name: "Bob" });
  expect(currentConversation(state)).toMatchObject({ title: "Bob", prompt: { killed: "for Bob" } });
  expect(currentConversation(after(state, { kind: "switched", key: EVERYONE_KEY })).prompt.killed).toBe("for Bob");
});
