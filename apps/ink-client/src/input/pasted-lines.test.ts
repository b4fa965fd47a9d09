import { MAX_MESSAGE_BYTES } from "@chat/protocol";
import { expect, it } from "vitest";
import { splitPaste } from "./pasted-lines.ts";

it.each([
  ["one", ["one"]],
  ["one\ntwo", ["one", "two"]],
  ["one\r\ntwo\rthree\n", ["one", "two", "three"]],
  ["one\n\n two\n\r\n\r", ["one", "", " two"]],
  ["\r\n\n", [""]],
])("takes %j apart, without the line ends behind it", (text, lines) => {
  expect(splitPaste(text)).toEqual({ kind: "lines", lines });
});

it("takes nothing but line ends before a letter apart in no time", () => {
  const paste = splitPaste(`${"\r".repeat(1_000_000)}x`);
  expect(paste).toMatchObject({ kind: "wrong", problem: expect.stringContaining("1000001 lines") });
}, 5_000);

it("refuses more lines than anybody can mean to send", () => {
  expect(splitPaste("line\n".repeat(2_000)).kind).toBe("lines");
  expect(splitPaste("line\n".repeat(2_001)).kind).toBe("wrong");
});

it("refuses a line that no message can hold", () => {
  expect(splitPaste("x".repeat(MAX_MESSAGE_BYTES)).kind).toBe("lines");
  expect(splitPaste(`one\n${"é".repeat(MAX_MESSAGE_BYTES / 2)}x`)).toMatchObject({
    kind: "wrong",
    problem: "The paste has a line of 65537 bytes: a message holds less than 65536.",
  });
});
