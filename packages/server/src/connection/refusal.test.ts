import { findUsernameProblem, type HandshakeProblem, MessageReader, type Rejection } from "@chat/protocol";
import { expect, it } from "vitest";
import { refuseFirstLine, refuseFirstMessage, refuseName, refuseProxy, refuseStranger } from "./refusal.ts";

const problemOf = (name: string) => findUsernameProblem(name) as HandshakeProblem;

it("names the name that was tried, and why it is refused", () => {
  expect(refuseName(problemOf("SERVER"), "SERVER")).toEqual({
    text: expect.stringMatching(/^⛔ Error: /),
    name: "SERVER",
  });
  expect(refuseFirstLine(problemOf("Rossi, Anna"), Buffer.from(" Rossi, Anna \r\n{}"))).toEqual({
    text: expect.stringContaining('"," (U+002C)'),
    name: "Rossi, Anna",
  });
});

it("names the mistake in a name", () => {
  const refusal = refuseFirstLine(problemOf("\0\x03Ada"), Buffer.from("\0\x03Ada"));
  expect(refusal).toMatchObject({ mistake: "length-prefix", text: expect.stringContaining("A length in front") });
});

it.each(["", 'the "message" of somebody', "a text that somebody wrote, ".repeat(5)])(
  "keeps what is hardly a name out of the log: %j",
  (text) => {
    expect(refuseFirstLine(problemOf(text), Buffer.from(text))).not.toHaveProperty("name");
  },
);

it("has the trouble of a first message that is none", () => {
  const bytes = Buffer.from('{"from": {"name": 5}}');
  const reader = new MessageReader();
  reader.push(bytes);
  const refusal = refuseFirstMessage(reader.next() as Rejection, bytes);
  expect(refusal.text).toMatch(/^⛔ Error: At byte 0, /);
  expect(refusal.trouble).toMatchObject({ kind: "not-a-message", valueType: "number" });
  expect(refusal).not.toHaveProperty("name");
});

it("answers HTTP in HTTP, and every other protocol by a message", () => {
  const refused = refuseStranger({ protocol: "HTTP", text: "This looks like HTTP." });
  expect(refused.rawText).toMatch(/^HTTP\/1\.1 \d+ /);
  expect(refused.text).toBe("⛔ Error: This looks like HTTP.");
  expect(refuseStranger({ protocol: "SSH", text: "This looks like SSH." })).not.toHaveProperty("rawText");
});

it("says what a trusted proxy has to send", () => {
  expect(refuseProxy("it has no port").text).toMatch(/^⛔ Error: .* has to come first: it has no port\. /);
});
