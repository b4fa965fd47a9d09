import { expect, it } from "vitest";
import { MessageLimit } from "./message-limit.ts";

it("allows 20 messages of each sender within 10 seconds, and points out the first one more", () => {
  let nowMs = 0;
  const limit = new MessageLimit(() => nowMs);
  const count = (sender: string, messages: number) => Array.from({ length: messages }, () => limit.count(sender));

  expect(new Set(count("Ada", 20))).toEqual(new Set(["within-limit"]));
  expect(count("Ada", 3)).toEqual(["first-over-limit", "over-limit", "over-limit"]);
  expect(new Set(count("Bob", 20))).toEqual(new Set(["within-limit"]));
  nowMs = 9_999;
  expect(count("Ada", 1)).toEqual(["over-limit"]);
  nowMs = 10_000;
  expect(count("Ada", 1)).toEqual(["within-limit"]);
});
