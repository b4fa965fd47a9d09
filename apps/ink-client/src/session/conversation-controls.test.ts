import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { createChatState } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { personKey } from "../state/conversation.ts";
import { ConversationControls } from "./conversation-controls.ts";

/** Twelve conversations, the first of which is shown: Everyone, SERVER, and those with Bob3 to Bob12. */
function setUp() {
  const store = new ChatStore(
    createChatState({ host: "127.0.0.1", port: 65432, name: "Ada" }, { columns: 80, rows: 24 }),
  );
  for (let number = 3; number <= 12; number++) {
    const name = `Bob${number}`;
    const added = [{ conversation: { kind: "person", name }, line: createLine("hi", { from: name }) }] as const;
    store.dispatch({ kind: "lines", added });
  }
  return { store, controls: new ConversationControls(store) };
}

it("goes to the tenth by a key, and to any of the first 99 by two digits", () => {
  const { store, controls } = setUp();
  controls.act("conversation-10");
  expect(store.state.currentKey).toBe(personKey("Bob10"));
  controls.act("choose-conversation");
  expect([controls.takesDigits("1"), controls.takesDigits("2")]).toEqual([true, true]);
  expect(store.state.currentKey).toBe(personKey("Bob12"));
  controls.act("choose-conversation");
  expect(controls.takesDigits("03")).toBe(true);
  expect(store.state.currentKey).toBe(personKey("Bob3"));
  expect(controls.takesDigits("1")).toBe(false);
});

it.each(["x", "1x", null])("takes no more digits after %j", (text) => {
  const { store, controls } = setUp();
  controls.act("choose-conversation");
  controls.takesDigits("1");
  expect(controls.takesDigits(text)).toBe(false);
  expect(controls.takesDigits("2")).toBe(false);
  expect(store.state.currentKey).toBe("everyone");
});

it("marks everything as read, and leaves no mark before what was unread", () => {
  const { store, controls } = setUp();
  controls.act("mark-all-read");
  for (const { unread, isUrgent, firstUnreadId } of store.state.conversations) {
    expect([unread, isUrgent, firstUnreadId]).toEqual([0, false, null]);
  }
});
