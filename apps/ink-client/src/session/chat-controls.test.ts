import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import type { InputEvent } from "../input/input-event.ts";
import { EMPTY_PROMPT } from "../input/prompt.ts";
import { createChatState, currentConversation } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { visibleRows } from "../view/log-window.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { ChatControls } from "./chat-controls.ts";
import { ChatSession } from "./chat-session.ts";

/** The chat without a terminal and without a server, on a screen with room for 6 of 31 people below the conversations. */
function setUp() {
  const target = { host: "127.0.0.1", port: 1, name: "Ada" };
  const store = new ChatStore(createChatState(target, { columns: 80, rows: 12 }));
  const unwanted = () => expect.unreachable("Nothing leaves the chat.");
  const session = new ChatSession(store, { remember: unwanted, notify: unwanted });
  const controls = new ChatControls(store, session, {
    exit: unwanted,
    redraw: unwanted,
    suspend: unwanted,
    lend: unwanted,
  });
  const names = Array.from({ length: 30 }, (_, index) => `Bob${index}`);
  store.dispatch({ kind: "people", people: { names, count: names.length } });
  const receive = (...events: readonly InputEvent[]) => {
    for (const event of events) controls.receive(event);
  };
  const press = (...keys: readonly string[]) => receive(...keys.map((name) => ({ kind: "key", name }) as const));
  return { store, controls, receive, press };
}

it("scrolls the people by the wheel over them, and by keys", () => {
  const { store, receive, press } = setUp();
  receive({ kind: "mouse", action: "wheel-down", column: 10, row: 5 });
  expect(store.state.peopleScroll).toBe(0);
  receive({ kind: "mouse", action: "wheel-down", column: 75, row: 5 });
  expect(store.state.peopleScroll).toBe(3);
  receive({ kind: "mouse", action: "wheel-up", column: 75, row: 5 });
  receive({ kind: "mouse", action: "wheel-up", column: 75, row: 5 });
  expect(store.state.peopleScroll).toBe(0);
  press("F12", "F12");
  expect(store.state.peopleScroll).toBe(12);
  press("F11");
  expect(store.state.peopleScroll).toBe(6);
  press(...Array.from({ length: 6 }, () => "F12"));
  // Ourselves and 30 others, of whom the last 6 are seen.
  expect(store.state.peopleScroll).toBe(25);
});

it("takes a line that was searched for into the prompt, and sends nothing before Enter is pressed again", () => {
  const { store, receive, press } = setUp();
  store.dispatch({ kind: "prompt", prompt: { ...EMPTY_PROMPT, history: ["/clear"] } });
  press("C-r");
  receive({ kind: "text", text: "cl" });
  press("Enter");
  expect(store.current.prompt).toMatchObject({ search: null, line: { text: "/clear" } });
  press("Enter");
  expect(store.current.prompt).toMatchObject({ line: { text: "" }, history: ["/clear"] });
});

it("goes on to the hit before by C-r while the log is searched", () => {
  const { store, receive, press } = setUp();
  store.dispatch({
    kind: "lines",
    added: ["x 1", "x 2"].map((text) => ({ conversation: { kind: "everyone" }, line: createLine(text) })),
  });
  press("C-s");
  receive({ kind: "text", text: "x" });
  press("C-r");
  expect(store.current.search).toMatchObject({ line: { text: "x" }, index: 0 });
});

it("goes back from the log alone by any key, which types nothing; a paste is kept", () => {
  const { store, receive, press } = setUp();
  const text = () => currentConversation(store.state).prompt.line.text;
  for (const event of [{ kind: "text", text: "x" } as const, { kind: "key", name: "C-c" } as const]) {
    press("M-l");
    expect(store.state.overlay.kind).toBe("bare");
    receive({ kind: "focus", hasFocus: true });
    expect(store.state.overlay.kind).toBe("bare");
    receive(event);
    expect([store.state.overlay.kind, store.state.question, text()]).toEqual(["none", null, ""]);
  }
  press("M-l");
  receive({ kind: "paste", text: "pasted" });
  expect([store.state.overlay.kind, text()]).toEqual(["none", "pasted"]);
});

it("scrolls the help by its rows, and closes it for a line that is sent", () => {
  const { store, receive, press } = setUp();
  press("F1", "Down", "Down", "Up");
  expect(store.state.overlay).toEqual({ kind: "keys", scrolledRows: 1 });
  receive({ kind: "text", text: "/buffer" });
  press("Enter");
  expect(store.state.overlay.kind).toBe("none");
});

it("shows the digits of a conversation as they are typed", () => {
  const { store, receive, press } = setUp();
  press("M-j");
  expect(store.state.keyPrefix).toBe("M-j");
  receive({ kind: "text", text: "0" });
  expect(store.state.keyPrefix).toBe("M-j 0");
  receive({ kind: "text", text: "2" });
  expect([store.state.keyPrefix, currentConversation(store.state).title]).toEqual([null, "SERVER"]);
});

it("keeps the hit of a search in sight when the screen becomes smaller", () => {
  const { store, controls, receive, press } = setUp();
  const added = Array.from({ length: 40 }, (_, id) => ({
    conversation: { kind: "everyone" } as const,
    line: createLine(id === 20 ? "the needle" : `${id} ${"hay ".repeat(15)}`),
  }));
  store.dispatch({ kind: "lines", added });
  press("C-s");
  receive({ kind: "text", text: "needle" });
  press("Enter");
  controls.resize({ columns: 40, rows: 10 });
  const rows = visibleRows(currentConversation(store.state), layOutScreen(store.state).log);
  expect(rows.map(rowText).join("\n")).toContain("the needle");
});
