import fc from "fast-check";
import { expect } from "vitest";
import { createJsonMsg, decodeJsonMsg, encodeMessage } from "../src/message.ts";
import { cuts, message, nearMessage, spelledMessage, toPositions } from "./arbitraries.ts";
import { itHolds } from "./property.ts";
import { cutAt, readStream } from "./reading.ts";
import { parseBySpecification } from "./reference-reader.ts";

const anyText = fc.string({ unit: "binary", maxLength: 16 });

itHolds(
  "any four texts come back from their message [C-5]",
  0.1,
  fc.property(anyText, anyText, anyText, anyText, (name, ip, to, msg) => {
    const line = createJsonMsg(name, ip, to, msg);
    expect(line).toMatch(/^[ -~]*$/);
    expect(decodeJsonMsg(Buffer.from(line))).toEqual({ from: { name, ip }, to, msg });
  }),
);

itHolds(
  "messages come out of a stream as they went in, however it is cut [C-10] [C-20]",
  0.05,
  fc.property(fc.array(message, { maxLength: 4 }), cuts, (messages, numbers) => {
    const bytes = Buffer.concat(messages.map(encodeMessage));
    const { items } = readStream(cutAt(bytes, toPositions(numbers, bytes.length)));
    expect(items.map((item) => "message" in item && item.message)).toEqual(messages);
  }),
);

itHolds(
  "a message is the same however it is spelled [C-3]",
  0.025,
  fc.property(spelledMessage, ({ message: value, text }) => {
    expect(decodeJsonMsg(Buffer.from(text))).toEqual(value);
  }),
);

itHolds(
  "what nearly is a message is one exactly when JSON, the schema and single keys say so [C-3]",
  0.075,
  fc.property(nearMessage, (text) => {
    expect(decodeJsonMsg(Buffer.from(text))).toEqual(parseBySpecification(text.toWellFormed()));
  }),
);
