import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { lineOf } from "../input/line-editor.ts";
import { addLines, type Conversation, everyoneConversation, MAX_LINES } from "./conversation.ts";
import type { LogLine } from "./log-line.ts";
import { findHits, searchLog, startLogSearch, stepLogSearch } from "./log-search.ts";

const lines = ["one fish", "two fish", "red", "blue fish"].map((text) => createLine(text));

/** The text of the line that is shown, and its number among the hits. */
function shown({ search, lines: all }: Pick<Conversation, "search" | "lines">): string {
  if (!search) return "no search";
  const { hits, index } = search;
  return `${all.find(({ id }) => id === hits[index])?.text ?? "nothing"}, ${hits.length - index} of ${hits.length}`;
}

function search(text: string, all: readonly LogLine[] = lines, from = startLogSearch(null)) {
  return { lines: all, search: searchLog(all, from, lineOf(text)) };
}

it.each([
  ["zoe", "Zoë"],
  ["ZOË", "zoe"],
  ["ｚｏｅ", "Zoé"],
  ["strasse", "Straße"],
  ["οδος", "ΟΔΌΣ"],
  ["한", "한글"],
])("finds %s in %s", (wanted, text) => {
  const named = createLine("", { from: text });
  expect(findHits([createLine(text), createLine("other"), named], wanted, new WeakMap())).toHaveLength(2);
});

it("finds what is seen, and nothing by a text of nothing", () => {
  const hostile = createLine("a\u202eb\n\u001b[31m");
  expect(findHits([hostile], "ab␤␛[31m", new WeakMap())).toEqual([hostile]);
  expect(findHits([hostile], "", new WeakMap())).toEqual([]);
  expect(findHits([hostile], "\u202e", new WeakMap())).toEqual([]);
});

it("shows the newest hit first, and goes on from where the search began when the text became another one", () => {
  const found = search("fish");
  expect(shown(found)).toBe("blue fish, 1 of 3");
  const older = { lines, search: stepLogSearch(found.search, -1) };
  expect(shown(older)).toBe("two fish, 2 of 3");
  expect(shown(search("fish", lines, older.search))).toBe("two fish, 2 of 3");
  expect(shown(search("e", lines, older.search))).toBe("blue fish, 1 of 3");
  expect(shown(search("bird"))).toBe("nothing, 1 of 0");
  const scroll = { lineId: lines[1]?.id ?? 0, hiddenRows: 0, linesSoFar: 4 };
  expect(shown(search("fish", lines, startLogSearch(scroll)))).toBe("two fish, 2 of 3");
});

it("goes around at both ends", () => {
  const { search: found } = search("fish");
  expect(shown({ lines, search: stepLogSearch(found, 1) })).toBe("one fish, 3 of 3");
  expect(shown({ lines, search: stepLogSearch(stepLogSearch(found, 1), -1) })).toBe("blue fish, 1 of 3");
});

it("stays at its hit while lines come and go", () => {
  const full = addLines(everyoneConversation, lines, true);
  const found = { ...full, search: stepLogSearch(search("fish").search, -1) };
  const longer = addLines(found, [createLine("old fish"), createLine("no")], true);
  expect(shown(longer)).toBe("two fish, 3 of 4");
  const others = Array.from({ length: MAX_LINES - 5 }, () => createLine("other"));
  expect(shown(addLines(longer, others, true))).toBe("two fish, 3 of 3");
  expect(shown(addLines(longer, [...others, createLine("last")], true))).toBe("blue fish, 2 of 2");
  expect(shown(addLines(longer, [...others, ...others], true))).toBe("nothing, 1 of 0");
});
