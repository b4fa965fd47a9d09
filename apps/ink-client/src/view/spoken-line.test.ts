import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { everyoneConversation, personConversation } from "../state/conversation.ts";
import { wrapSpokenLine, writeSpokenLine } from "./spoken-line.ts";

const bob = personConversation("Bob");

it.each([
  [createLine("hi"), everyoneConversation, "Bob to everyone: hi"],
  [createLine("hi"), bob, "Bob to you: hi"],
  [createLine("hi", { kind: "own", from: "Ada", delivery: { kind: "sending" } }), bob, "You to Bob: hi"],
  [createLine("/time", { kind: "own", from: "Ada" }), bob, "You asked the server: /time"],
  [createLine("12:00", { kind: "server", from: "SERVER" }), bob, "Server: 12:00"],
  [createLine("Saved.", { kind: "notice", from: "" }), bob, "Saved."],
  [createLine("Lost.", { kind: "problem", from: "" }), bob, "Problem: Lost."],
  [createLine("hi", { from: "Cleo to you: yes. Bob" }), bob, '"Cleo to you: yes. Bob" to you: hi'],
  [createLine("a\nb\u001b[2J"), bob, "Bob to you: a␤b␛[2J"],
])("says who to whom, and what (%#)", (line, conversation, spoken) => {
  expect(writeSpokenLine(line, conversation)).toBe(spoken);
});

it("is written whole, however long it is", () => {
  expect(wrapSpokenLine("Bob to you: one two three four", 20)).toEqual(["Bob to you: one", "  two three four"]);
  expect(wrapSpokenLine("x".repeat(30), 20)).toEqual(["x".repeat(18), `  ${"x".repeat(12)}`]);
});
