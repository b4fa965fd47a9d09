import { expect, it } from "vitest";
import { askAboutPaste } from "../src/input/pasted-lines.ts";
import { EMPTY_PROMPT, editPrompt } from "../src/input/prompt.ts";
import { completionContext } from "../src/state/completion-context.ts";
import { createLine } from "./support/lines.ts";
import { RenderedChat } from "./support/rendered-chat.tsx";

const conversation = { kind: "everyone" } as const;

it("shows conversations, log, people, status and prompt in a wide terminal", async () => {
  await using chat = new RenderedChat({ columns: 110, rows: 8 });
  await chat.show(
    { kind: "connection", connection: { kind: "online" } },
    { kind: "people", people: { names: ["Bob", "Cleo"], count: 2 } },
    { kind: "lines", added: [{ conversation, line: createLine("Hello, everyone!") }] },
    {
      kind: "lines",
      added: [{ conversation: { kind: "person", name: "Cleo" }, line: createLine("psst", { from: "Cleo" }) }],
    },
  );
  expect(chat.terminal.lines()).toEqual([
    "▸1 Everyone          │                                                                      │ Online 3",
    " 2 SERVER            │                                                                      │ Ada",
    " 3 Cleo           !1 │                                                                      │ Cleo",
    "                     │                                                                      │ Bob",
    "                     │ ── Tuesday 24 November 2026 ──────────────────────────────────────── │",
    "                     │ 09:30        Bob │ Hello, everyone!                                  │",
    "[Everyone] Write to Everyone · / for commands",
    " ● online │ 3:Cleo!(1) │ Ada │ 127.0.0.1:65432 │ 3 online │ F1 keys",
  ]);
  expect(chat.terminal.cursor).toEqual({ row: 6, column: 11, isVisible: true });
});

it("keeps to what matters most in the smallest terminal", async () => {
  await using chat = new RenderedChat({ columns: 20, rows: 5 });
  await chat.show(
    { kind: "connection", connection: { kind: "online" } },
    { kind: "lines", added: [{ conversation, line: createLine("Hello, everyone!") }] },
  );
  expect(chat.terminal.lines()).toEqual([
    "── Tue 24 Nov 2026 ─",
    "Bob: Hello,",
    "│ everyone!",
    "[Ev…]",
    " ● online │ Ada",
  ]);
});

it("moves nothing when the menu opens: it lies over the end of the log", async () => {
  await using chat = new RenderedChat({ columns: 80, rows: 24 });
  await chat.show({
    kind: "lines",
    added: Array.from({ length: 30 }, (_, index) => ({ conversation, line: createLine(`${index}`) })),
  });
  const before = chat.terminal.lines();
  const prompt = editPrompt(EMPTY_PROMPT, { kind: "insert", text: "/" }, completionContext(chat.state));
  await chat.show({ kind: "prompt", prompt });
  const after = chat.terminal.lines();
  expect(after.slice(0, 11)).toEqual(before.slice(0, 11));
  expect(after.slice(11, 14)).toEqual([
    "─".repeat(80),
    "  /standard   Show how a message is built (server)",
    "  /list       Show who else is online (server)",
  ]);
  expect(before.slice(20, 23)).toEqual([
    `╭${"─".repeat(78)}╮`,
    `│ ${"[Everyone] Write to Everyone · / for commands".padEnd(76)} │`,
    `╰${"─".repeat(78)}╯`,
  ]);
  expect(after[21]).toBe(`│ ${"[Everyone] /".padEnd(76)} │`);
  expect(chat.terminal.cursor).toEqual({ row: 21, column: 14, isVisible: true });
  await chat.show({ kind: "prompt", prompt: EMPTY_PROMPT });
  expect(chat.terminal.lines()).toEqual(before);
});

it("asks about a paste directly above the prompt, and leaves the log in sight", async () => {
  await using chat = new RenderedChat({ columns: 80, rows: 24 });
  const paste = { kind: "overlay", overlay: { kind: "paste", question: askAboutPaste(["one", "two"]) } } as const;
  await chat.show({
    kind: "lines",
    added: Array.from({ length: 30 }, (_, index) => ({ conversation, line: createLine(`said ${index}`) })),
  });
  const before = chat.terminal.lines();
  await chat.show(paste);
  expect(chat.terminal.lines().slice(0, 15)).toEqual(before.slice(0, 15));
  expect(chat.terminal.lines().slice(15, 21)).toEqual([
    "─".repeat(80),
    "Send these 2 lines to Everyone?",
    "Esc: no. Enter: as one message. Tab: another way.",
    "  one",
    "  two",
    `╭${"─".repeat(78)}╮`,
  ]);
  await chat.resize(20, 5);
  expect(chat.terminal.lines().slice(0, 3)).toEqual(["Esc: no. Enter: yes.", "2 lines as one?", "Tab: another way"]);
});

it("asks on the first screen in the middle, in frames where there is room", async () => {
  const form = { name: "", host: "127.0.0.1", port: "65432", field: "name", problem: null } as const;
  await using chat = new RenderedChat({ columns: 80, rows: 24 });
  await chat.show({ kind: "form", form });
  const lines = chat.terminal.lines().map((line) => line.trim());
  const start = lines.indexOf("Distributed Class Chat");
  expect(lines.slice(start, start + 8)).toEqual([
    "Distributed Class Chat",
    "",
    "Chat with everybody who is on the same server.",
    "",
    `╭${"─".repeat(62)}╮`,
    `│ ${"▸ Your name  such as Ada".padEnd(60)} │`,
    `╰${"─".repeat(62)}╯`,
    `╭${"─".repeat(62)}╮`,
  ]);
  expect(chat.terminal.cursor).toEqual({ row: start + 5, column: 23, isVisible: true });
  await chat.resize(20, 5);
  expect(chat.terminal.lines()).toEqual(["▸ Your na…", "  Server  127.0.0.1", "  Port    65432", "Enter joins", ""]);
  expect(chat.terminal.cursor).toEqual({ row: 0, column: 10, isVisible: true });
});

it("leaves no dirt when the terminal changes its size", async () => {
  const events = [
    { kind: "connection", connection: { kind: "online" } },
    { kind: "people", people: { names: ["Bob", "日本"], count: 2 } },
    {
      kind: "lines",
      added: Array.from({ length: 40 }, (_, index) => ({
        conversation,
        line: createLine(`line ${index} 👩‍👩‍👧 ${"日本語 ".repeat(index)}`),
      })),
    },
  ] as const;
  await using resized = new RenderedChat({ columns: 120, rows: 40 });
  await resized.show(...events);
  const sizes = [
    [20, 5],
    [300, 100],
    [80, 24],
    [71, 24],
    [120, 9],
    [33, 50],
    [90, 30],
  ] as const;
  for (const [columns, rows] of sizes) {
    await resized.resize(columns, rows);
    await using fresh = new RenderedChat({ columns, rows });
    await fresh.show(...events);
    expect(resized.terminal.lines(), `${columns}×${rows}`).toEqual(fresh.terminal.lines());
    expect(resized.terminal.cursor).toEqual(fresh.terminal.cursor);
  }
});
