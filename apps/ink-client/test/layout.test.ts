import { expect, it } from "vitest";
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
    " ● online │ 3:Cleo!(1) │ Ada │ 127.0.0.1:65432 │ 3 online │ F1 keys",
    "[Everyone]",
  ]);
  expect(chat.terminal.cursor).toEqual({ row: 7, column: 11, isVisible: true });
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
    " ● online │ Ada",
    "[Ev…]",
  ]);
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
