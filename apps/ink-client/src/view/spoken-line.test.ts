import { expect, it } from "vitest";
import { createLine } from "../../test/support/lines.ts";
import { everyoneConversation, personConversation } from "../state/conversation.ts";
import { writeSpokenLine } from "./spoken-line.ts";

const bob = personConversation("Bob");

it.each([
  [createLine("hi"), everyoneConversation, "Bob to everyone: hi"],
  [createLine("hi"), bob, "Bob to you: hi"],
  [createLine("hi", { kind: "own", from: "Ada" }), bob, "You to Bob: hi"],
  [createLine("12:00", { kind: "server", from: "SERVER" }), bob, "Server: 12:00"],
  [createLine("Saved.", { kind: "notice", from: "" }), bob, "Saved."],
  [createLine("Lost.", { kind: "problem", from: "" }), bob, "Problem: Lost."],
  [createLine("a\nb\u001b[2J"), bob, "Bob to you: a␤b␛[2J"],
])("says who to whom, and what (%#)", (line, conversation, spoken) => {
  expect(writeSpokenLine(line, conversation)).toBe(spoken);
});
