import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { createLine } from "../../test/support/lines.ts";
import { createChatState } from "../state/chat-state.ts";
import type { LogLine } from "../state/log-line.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { writeBareLog } from "./bare-log.ts";

const BOLD_NAME = new RegExp(`^${"\u001b"}\\[1m(.*?): ${"\u001b"}\\[22m`);

function writeLog(lines: readonly LogLine[], columns: number, rows: number): string[] {
  const start = createChatState({ host: "127.0.0.1", port: 65432, name: "Ada" }, { columns, rows });
  const added = lines.map((line) => ({ conversation: { kind: "everyone" }, line }) as const);
  return writeBareLog(reduceChat(start, { kind: "lines", added }))
    .split("\n")
    .slice(0, -1);
}

it("writes the newest lines that fit, each unwrapped", () => {
  const lines = ["one", "two", "x".repeat(50), "three"].map((text) => createLine(text));
  const texts = writeLog(lines, 20, 6).map((row) => row.replace(BOLD_NAME, "$1: "));
  expect(texts).toEqual(["Bob: two", `Bob: ${"x".repeat(50)}`, "Bob: three"]);
});

describe("a hostile text", () => {
  it("looks like no message of anybody else, and controls nothing", () => {
    for (const { text } of hostileTexts) {
      const [first = "", ...others] = writeLog([createLine(text, { from: text })], 80, 24);
      expect(first).toMatch(BOLD_NAME);
      for (const row of [first.replace(BOLD_NAME, ""), ...others]) expect(row).toMatch(/^\P{Cc}*$/u);
      for (const row of others) expect(row).toMatch(/^ {2}/);
    }
  });
});
