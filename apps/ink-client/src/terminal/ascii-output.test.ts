import { expect, it } from "vitest";
import { writeAscii } from "./ascii-output.ts";

it.each([
  ["▸1 Zoë │ ● ok ✓ … →", ">1 Zoe | * ok + . >"],
  ["╭─┬─╮", "+-+-+"],
  ["日本 👍", "???? ??"],
  ["␛[31m", "^[31m"],
  ["„a“", '"a"'],
  ["\u001b[31mé\u001b[39m", "\u001b[31me\u001b[39m"],
  ["plain", "plain"],
])("writes %j in as many cells", (output, expected) => {
  expect(writeAscii(output)).toBe(expected);
});
