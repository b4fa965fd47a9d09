import { MessageReader } from "@chat/protocol";
import { expect, it } from "vitest";
import { createRejectedTrouble } from "./rejected-trouble.ts";

/** Rejects an object behind text of some length, which comes in one read or byte by byte. */
function reject(object: string, isCut: boolean) {
  const reader = new MessageReader({ offset: 24 });
  const bytes = Buffer.from(` \n${object}`);
  for (const chunk of isCut ? bytes.map((_, at) => at) : [0]) {
    reader.push(isCut ? bytes.subarray(chunk, chunk + 1) : bytes);
    const item = reader.next();
    if (item?.kind === "rejected") return createRejectedTrouble(item, reader.rejectedBytes, "a-mistake");
  }
  throw new Error("It is not rejected.");
}

const message = (value: string) => `{"from": {"name": "Zoë", "ip": ""}, "to": "Bob", "msg": ${value}}`;

it.each([
  ["number", "5"],
  ["number", " -0.5e3"],
  ["boolean", "true"],
  ["boolean", "false"],
  ["null", "null"],
  ["list", '["a"]'],
  ["object", '{"a": {}}'],
])("names the type of a value that is no string: %s", (type, value) => {
  for (const isCut of [false, true]) expect(reject(message(value), isCut).valueType).toBe(type);
});

it.each([
  ["None", message("None")],
  ["a word that begins like one of JSON", message("nullable")],
  ["single quotes", message("'hi'")],
  ["another problem", '{"time": 5}'],
  ["a key with the words of the reason", '{"the value of \\"to\\" is not a string (byte 2)": 5}'],
])("names no type for %s", (_, object) => {
  expect(reject(object, false)).toEqual({
    kind: "not-a-message",
    rejection: expect.objectContaining({ offset: 26 }),
    mistake: "a-mistake",
  });
});
