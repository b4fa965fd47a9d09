import { describe, expect, it } from "vitest";
import { fromMarked, toMarked } from "../../test/support/marked-line.ts";
import { type CutKind, cutOut, insertText, LINE_EDITS, lineOf, replaceRange } from "./line-editor.ts";

describe("insertText", () => {
  it.each([
    ["|", "a", "a|"],
    ["a|c", "b", "ab|c"],
    ["a|b", "", "a|b"],
    ["🇮🇹|", "👋🏽", "🇮🇹👋🏽|"],
    // Two lines that paste as one stay as they are: what they mean is decided where they are sent.
    ["|", "a\nb", "a\nb|"],
  ])("puts into %s the text %s", (before, text, after) => {
    expect(toMarked(insertText(fromMarked(before), text))).toBe(after);
  });

  it("goes behind the character that the text becomes a part of", () => {
    expect(toMarked(insertText(fromMarked("e|x"), "\u0301"))).toBe("e\u0301|x");
    expect(toMarked(insertText(fromMarked("👨|👩"), "\u200d"))).toBe("👨\u200d👩|");
    expect(toMarked(insertText(fromMarked("|\u0301"), "e"))).toBe("e\u0301|");
  });

  it("replaces half characters, which no message can carry", () => {
    expect(toMarked(insertText(fromMarked("a|b"), "\ud83d"))).toBe("a\ufffd|b");
    expect(toMarked(lineOf("\udc4b"))).toBe("\ufffd|");
  });
});

describe("deleting", () => {
  it.each([
    ["ab|c", "a|c"],
    ["|abc", "|abc"],
    ["a👩‍👩‍👧‍👦|b", "a|b"],
    ["cafe\u0301|", "caf|"],
    ["a\r\n|b", "a|b"],
  ])("takes the character before: %s becomes %s", (before, after) => {
    expect(toMarked(LINE_EDITS.backspace(fromMarked(before)))).toBe(after);
  });

  it.each([
    ["a|bc", "a|c"],
    ["abc|", "abc|"],
    ["|👋🏽!", "|!"],
    ["|e\u0301!", "|!"],
  ])("takes the character here: %s becomes %s", (before, after) => {
    expect(toMarked(LINE_EDITS.delete(fromMarked(before)))).toBe(after);
  });

  it("goes behind characters that grow together", () => {
    expect(toMarked(LINE_EDITS.backspace(fromMarked("👨\u200dx|👩")))).toBe("👨\u200d👩|");
    expect(toMarked(LINE_EDITS.delete(fromMarked("🇮|x🇹")))).toBe("🇮🇹|");
  });
});

describe("moving", () => {
  it("steps over whole characters", () => {
    const line = fromMarked("a|👩‍👧b");
    expect(toMarked(LINE_EDITS.right(line))).toBe("a👩‍👧|b");
    expect(LINE_EDITS.left(LINE_EDITS.right(line))).toEqual(line);
  });

  it("stops at the ends", () => {
    expect(toMarked(LINE_EDITS.left(fromMarked("|ab")))).toBe("|ab");
    expect(toMarked(LINE_EDITS.right(fromMarked("ab|")))).toBe("ab|");
    expect(toMarked(LINE_EDITS["line-start"](fromMarked("a|b")))).toBe("|ab");
    expect(toMarked(LINE_EDITS["line-end"](fromMarked("a|b")))).toBe("ab|");
  });
});

describe("cutting", () => {
  it.each<[string, CutKind, string, string, string]>([
    ["back to a word's start", "delete-word-back", "say foo-bar|!", "say foo-|!", "bar"],
    ["to a word's end", "delete-word-forward", "say| foo-bar!", "say|-bar!", " foo"],
    ["back to white space", "delete-to-space", "say foo-bar|!", "say |!", "foo-bar"],
    ["to the start", "delete-to-start", "say foo|-bar", "|-bar", "say foo"],
    ["to the end", "delete-to-end", "say foo|-bar", "say foo|", "-bar"],
    ["nothing before the start", "delete-to-space", "|foo", "|foo", ""],
    ["nothing behind the end", "delete-word-forward", "foo|", "foo|", ""],
  ])("takes what is %s", (_what, kind, before, after, taken) => {
    const result = cutOut(fromMarked(before), kind);
    expect([toMarked(result.line), result.cut]).toEqual([after, taken]);
  });
});

describe("in a message of several rows", () => {
  it.each([
    ["the start", LINE_EDITS["line-start"], "one\ntw|o\nthree", "one\n|two\nthree"],
    ["the start, where it is already,", LINE_EDITS["line-start"], "one\n|two", "one\n|two"],
    ["the start, when it is empty,", LINE_EDITS["line-start"], "one\n|\ntwo", "one\n|\ntwo"],
    ["the end", LINE_EDITS["line-end"], "one\nt|wo\nthree", "one\ntwo|\nthree"],
    ["the end, where it is already,", LINE_EDITS["line-end"], "one|\ntwo", "one|\ntwo"],
    ["the end, in the last one,", LINE_EDITS["line-end"], "one\n|two", "one\ntwo|"],
    ["the end, before a carriage return,", LINE_EDITS["line-end"], "o|ne\r\ntwo", "one|\r\ntwo"],
  ])("a move goes to %s of the row", (_what, move, before, after) => {
    expect(toMarked(move(fromMarked(before)))).toBe(after);
  });

  it.each<[string, CutKind, string, string, string]>([
    ["to the start of the row", "delete-to-start", "one\ntw|o", "one\n|o", "tw"],
    ["to the end of the row", "delete-to-end", "o|ne\ntwo", "o|\ntwo", "ne"],
    ["over the line end before, at the start of a row", "delete-to-start", "one\n|two", "one|two", "\n"],
    ["over the line end itself, at the end of a row", "delete-to-end", "one|\ntwo", "one|two", "\n"],
    ["over a line end of two characters as one", "delete-to-end", "one|\r\ntwo", "one|two", "\r\n"],
  ])("a cut goes %s", (_what, kind, before, after, taken) => {
    const result = cutOut(fromMarked(before), kind);
    expect([toMarked(result.line), result.cut]).toEqual([after, taken]);
  });
});

describe("transpose", () => {
  it.each([
    ["a|b", "ba|"],
    ["ab|", "ba|"],
    ["a|bc", "ba|c"],
    ["|ab", "|ab"],
    ["a|", "a|"],
    ["|", "|"],
    ["👋🏽|e\u0301x", "e\u0301👋🏽|x"],
  ])("makes of %s %s", (before, after) => {
    expect(toMarked(LINE_EDITS.transpose(fromMarked(before)))).toBe(after);
  });
});

it("replaces a range and goes behind it", () => {
  expect(toMarked(replaceRange(fromMarked("hi Pa|!"), 3, 5, "Paul"))).toBe("hi Paul|!");
});
