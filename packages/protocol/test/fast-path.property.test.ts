import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVectorFiles } from "../scripts/contract.ts";
import type { ChatMessage } from "../src/chat-message.ts";
import { FastPath } from "../src/fast-path.ts";
import { parseMessage } from "../src/message-parser.ts";
import { ChatMessageSchema } from "../src/schema.ts";
import { commonLines, nearMessage } from "./arbitraries.ts";
import { itHolds } from "./property.ts";
import { parseBySpecification } from "./reference-reader.ts";
import { bytesOf, type VectorBytes } from "./vector-input.ts";

interface Found {
  readonly message: ChatMessage;
  /** The bytes that were taken for the message. */
  readonly text: string;
  readonly msgLiteral: string;
}

const fastPath = new FastPath();

function findAt(bytes: Uint8Array, start: number): Found | null {
  const end = fastPath.find(bytes, start, bytes.length);
  if (end === -1) return null;
  const textOf = (literal: { start: number; end: number }) =>
    Buffer.from(bytes.subarray(literal.start, literal.end)).toString();
  const read = (literal: { start: number; end: number }) => JSON.parse(textOf(literal)) as string;
  const message = {
    from: { name: read(fastPath.name), ip: read(fastPath.ip) },
    to: read(fastPath.to),
    msg: read(fastPath.msg),
  };
  return { message, text: textOf({ start, end }), msgLiteral: textOf(fastPath.msg) };
}

/** Checks that the strict parser, plain JSON and the schema read the same message from exactly these bytes. */
function expectAgreement({ message, text, msgLiteral }: Found): void {
  expect(parseMessage(text)).toEqual(message);
  expect(parseBySpecification(text)).toEqual(message);
  expect(ChatMessageSchema.parse(JSON.parse(text))).toEqual(message);
  expect(msgLiteral).toMatch(/^"[ -\x7f]*"$/);
}

itHolds(
  "the fast path accepts only what the strict parser and the schema accept [C-3]",
  1,
  fc.property(fc.oneof({ weight: 3, arbitrary: commonLines }, { weight: 1, arbitrary: nearMessage }), (text) => {
    const found = findAt(Buffer.from(text), 0);
    if (found) expectAgreement(found);
  }),
);

it("means what it compares: many generated texts are found, and many that are none are not", () => {
  const texts = fc.sample(commonLines, { numRuns: 2_000, seed: 1 });
  const found = texts.filter((text) => findAt(Buffer.from(text), 0)).length;
  expect(found).toBeGreaterThan(800);
  expect(texts.length - found).toBeGreaterThan(400);
});

describe.each(["stream", "hostile", "decode"])("in the vectors of %s", (kind) => {
  const vectors = readVectorFiles().find((file) => file.kind === kind)?.vectors ?? [];

  it("finds nothing that the strict parser does not [C-3]", () => {
    let found = 0;
    for (const vector of vectors) {
      const bytes = bytesOf(vector.input as VectorBytes);
      for (let at = bytes.indexOf(0x7b); at !== -1; at = bytes.indexOf(0x7b, at + 1)) {
        const candidate = findAt(bytes, at);
        if (!candidate) continue;
        expectAgreement(candidate);
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(0);
  });
});

describe("finds the messages", () => {
  it.each([
    [
      "of json.dumps in Python",
      '{"from": {"name": "Ada", "ip": "192.0.2.7"}, "to": "Bob", "msg": "caf\\u00e9 \\ud83d\\udc4b"}',
    ],
    ["of JSON.stringify", '{"from":{"name":"Ada","ip":"192.0.2.7"},"to":"Bob","msg":"a \\"quote\\"\\n"}'],
  ])("%s", (_writer, text) => {
    expect(findAt(Buffer.from(text), 0)?.text).toBe(text);
  });
});
