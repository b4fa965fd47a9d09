import { rowText } from "@chat/terminal-rows/row";
import { describe, expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { lineOf } from "../input/line-editor.ts";
import { addLines, type Conversation, everyoneConversation } from "../state/conversation.ts";
import type { LogLine } from "../state/log-line.ts";
import { searchLog, startLogSearch, stepLogSearch } from "../state/log-search.ts";
import { layOutLogColumns } from "./log-columns.ts";
import { countNewBelow, scrollLog, scrollToHit, visibleRows } from "./log-window.ts";

const size = { columns: layOutLogColumns(30), height: 5 };

function withLines(count: number): Conversation {
  const lines = Array.from({ length: count }, (_, index) => createLine(`line ${index}`));
  return addLines(everyoneConversation, lines, true);
}

function texts(conversation: Conversation, height = size.height): string[] {
  return visibleRows(conversation, { ...size, height }).map(rowText);
}

function scrolled(conversation: Conversation, rows: number): Conversation {
  return { ...conversation, scroll: scrollLog(conversation, rows, size) };
}

it("shows the newest rows, and the date before the first line of a day", () => {
  expect(texts(withLines(2))).toEqual(["── Tue 24 Nov 2026 ────────────", "Bob: line 0", "Bob: line 1"].map(cut));
  expect(texts(withLines(9))).toEqual([4, 5, 6, 7, 8].map((index) => `Bob: line ${index}`));
  expect(texts(everyoneConversation)).toEqual([]);
});

it("marks a new day", () => {
  const tomorrow = new Date(2026, 10, 25, 0, 0, 1).getTime();
  const conversation = addLines(withLines(1), [createLine("morning", { at: tomorrow })], true);
  expect(texts(conversation).at(-2)).toBe(cut("── Wed 25 Nov 2026 ────────────"));
});

it("marks where the unread begins", () => {
  const conversation = addLines(withLines(3), [createLine("new"), createLine("newer")], false);
  expect(texts(conversation).slice(-3)).toEqual([cut(`── unread ${"─".repeat(30)}`), "Bob: new", "Bob: newer"]);
});

describe("a burst", () => {
  const columns = layOutLogColumns(60);
  const rowsOf = (lines: readonly LogLine[], height = 9) => {
    const rows = visibleRows(addLines(everyoneConversation, lines, true), { columns, height });
    return rows.map((row) => rowText(row).replace(/ +/g, " ")).filter((row) => !row.startsWith("──"));
  };
  const later = (text: string, seconds: number) => createLine(text, { at: createLine("").at + seconds * 1_000 });

  it("has its time and its name once, until another speaks, the minute is over, or somebody is mentioned", () => {
    const lines = [createLine("a"), createLine("b"), createLine("c", { from: "Cleo" }), createLine("d")];
    const others = [createLine("e", { isMention: true }), later("f", 44), later("g", 45), later("h", 46)];
    expect(rowsOf([...lines, ...others])).toEqual(
      [
        "09:30 Bob │ a",
        " ├ b",
        "09:30 Cleo │ c",
        "09:30 Bob │ d",
        "09:30 Bob │ e",
        " ├ f",
        "09:31 Bob │ g",
        " ├ h",
      ].filter(Boolean),
    );
  });

  it("is no place for another: neither for one with a similar name, nor for a notice", () => {
    const names = ["Bob", "bob", "Bob ", ""].map((from) => createLine("hi", { from }));
    const kinds = (["own", "server", "notice", "problem"] as const).map((kind) => createLine("hi", { kind }));
    for (const line of [...names.slice(1), ...kinds]) expect(rowsOf([createLine("x"), line]).at(-1)).not.toContain("├");
  });

  it("shows at the top of the window who wrote it", () => {
    const burst = Array.from({ length: 20 }, (_, index) => createLine(`line ${index}`));
    expect(rowsOf(burst, 2)).toEqual(["09:30 Bob ├ line 18", " ├ line 19"]);
    expect(rowsOf([createLine("a\nb\nc")], 2)).toEqual(["09:30 Bob │ b", " │ c"]);
  });
});

describe("scrolling", () => {
  it("moves by rows, up to the first and back down to the last", () => {
    const up = scrolled(withLines(20), 4);
    expect(texts(up).at(-1)).toBe("Bob: line 15");
    expect(texts(scrolled(up, -3)).at(-1)).toBe("Bob: line 18");
    expect(scrollLog(up, -4, size)).toBeNull();
    const top = scrolled(up, Number.MAX_SAFE_INTEGER);
    expect(texts(top)).toHaveLength(5);
    expect(texts(top)[1]).toBe("Bob: line 0");
    expect(texts(scrolled(top, 1))).toEqual(texts(top));
    expect(scrollLog(top, -Number.MAX_SAFE_INTEGER, size)).toBeNull();
  });

  it("stays where it is while new lines come, and counts them", () => {
    const up = scrolled(withLines(20), 4);
    const before = texts(up);
    const later = addLines(up, [createLine("new"), createLine("newer")], true);
    expect(texts(later)).toEqual(before);
    expect(countNewBelow(later)).toBe(2);
    expect(countNewBelow(scrolled(later, 1))).toBe(2);
  });

  it("stops inside a line that is higher than the window", () => {
    const long = addLines(withLines(3), [createLine("word ".repeat(60))], true);
    const up = scrolled(long, 2);
    expect(texts(up)).toHaveLength(5);
    expect(up.scroll?.hiddenRows).toBe(2);
  });

  it("does not scroll what fits", () => {
    expect(scrollLog(withLines(3), 10, size)).toBeNull();
    expect(scrollLog(everyoneConversation, 10, size)).toBeNull();
  });

  it("goes on at the oldest line when the one that was seen is dropped", () => {
    const up = scrolled(withLines(20), 4);
    const emptied = { ...up, lines: up.lines.slice(18) };
    expect(texts(emptied).length).toBeGreaterThan(0);
  });
});

function cut(text: string): string {
  return text.slice(0, 30);
}

describe("a search", () => {
  /** The conversation with a search that shows its hit of a number, counted from the newest. */
  function searching(conversation: Conversation, text: string, number = 1): Conversation {
    let search = searchLog(conversation.lines, startLogSearch(null), lineOf(text));
    for (let step = 1; step < number; step++) search = stepLogSearch(search, -1);
    return { ...conversation, search, scroll: scrollToHit(conversation, search, size) };
  }

  /** The marked texts of each visible row; that of the hit which is shown in brackets. */
  function marks(conversation: Conversation): string[] {
    return visibleRows(conversation, size).map((row) =>
      row.flatMap(({ text, isInverse, color }) => (isInverse ? [color ? `[${text}]` : text] : [])).join(" "),
    );
  }

  it("shows its hit in the middle of the window if it can, and stays there when lines come", () => {
    const found = searching(withLines(99), "LINE 4", 3);
    expect(texts(found)).toEqual([45, 46, 47, 48, 49].map((index) => `Bob: line ${index}`));
    expect(texts(addLines(found, [createLine("new")], true))).toEqual(texts(found));
    const atBottom = searching(withLines(99), "line 98");
    expect(texts(addLines(atBottom, [createLine("new")], true)).at(-1)).toBe("Bob: line 98");
  });

  it("marks every hit that is seen, in the name as well, and the one that is shown otherwise", () => {
    const lines = ["a zoe and a ZOË", "nothing", "from her"].map((text) => createLine(text));
    const named = { ...createLine("hi"), from: "Zoe" };
    const found = searching(addLines(everyoneConversation, [...lines, named], true), "zoé");
    expect(marks(found)).toEqual(["", "zoe ZOË", "", "", "[Zoe]"]);
  });

  it("finds the row of a long message, and marks all of one where the text is broken over two rows", () => {
    const long = createLine(`${"word ".repeat(100)}needle ${"word ".repeat(100)}`);
    const found = searching(addLines(everyoneConversation, [long], true), "needle");
    expect(marks(found).filter(Boolean)).toEqual(["[needle]"]);
    const broken = searching(addLines(everyoneConversation, [createLine("x".repeat(40))], true), "x".repeat(30));
    expect(marks(broken).filter(Boolean)).toHaveLength(2);
  });

  it("takes no time for a match", () => {
    const wide = { ...size, columns: layOutLogColumns(90) };
    const conversation = addLines(everyoneConversation, [createLine("at 30")], true);
    const search = searchLog(conversation.lines, startLogSearch(null), lineOf("30"));
    const row = visibleRows({ ...conversation, search }, wide).at(-1) ?? [];
    expect(row.filter(({ isInverse }) => isInverse).map(({ text }) => text)).toEqual(["30"]);
  });
});
