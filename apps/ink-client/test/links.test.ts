import { expect, it } from "vitest";
import { createLine } from "./support/lines.ts";
import { RenderedChat } from "./support/rendered-chat.tsx";

it("gives the terminal a whole address that breaks across rows, next to the panes", async () => {
  await using chat = new RenderedChat({ columns: 80, rows: 12 });
  const address = `https://a.example/${"path/".repeat(20)}`;
  const line = createLine(`read ${address}.`);
  await chat.show({ kind: "lines", added: [{ conversation: { kind: "everyone" }, line }] });
  const { sideEffects } = await chat.snapshot();
  const opened = sideEffects.filter((_, index) => index % 2 === 0);
  const closed = sideEffects.filter((_, index) => index % 2 === 1);
  expect(opened.length).toBeGreaterThan(2);
  expect(new Set(opened)).toEqual(new Set([`operating system command 8: id=${line.id}-0-5;${address}`]));
  expect(new Set(closed)).toEqual(new Set(["operating system command 8: ;"]));
});
