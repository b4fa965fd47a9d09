import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { writeLogText } from "./log-text.ts";

it("writes each line with its date, its sender and what is known of it", () => {
  const lines = [
    createLine("one\ntwo"),
    createLine("You joined.", { kind: "notice", from: "" }),
    createLine("hi", { kind: "own", from: "Ada", delivery: { kind: "processed", receivers: 2 } }),
    createLine("hi", { kind: "own", from: "Ada", delivery: { kind: "failed", reason: "nobody\nhas that name" } }),
    createLine("hi", { kind: "own", from: "Ada", delivery: { kind: "unknown" } }),
    createLine("hi", { kind: "own", from: "Ada", delivery: { kind: "sent" } }),
  ];
  expect(writeLogText(lines)).toBe(
    [
      "2026-11-24 09:30:15 Bob: one␤two",
      "2026-11-24 09:30:15 *: You joined.",
      "2026-11-24 09:30:15 Ada: hi ✓",
      "2026-11-24 09:30:15 Ada: hi (not delivered: nobody␤has that name)",
      "2026-11-24 09:30:15 Ada: hi (may not have arrived)",
      "2026-11-24 09:30:15 Ada: hi",
      "",
    ].join("\n"),
  );
});
