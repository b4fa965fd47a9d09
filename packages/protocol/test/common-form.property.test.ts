import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVectorFiles } from "../scripts/contract.ts";
import { CommonForm } from "../src/common-form.ts";
import { type ChatMessage, ChatMessageSchema } from "../src/message.ts";
import { parseMessage } from "../src/message-parser.ts";
import { commonLines, nearMessage } from "./arbitraries.ts";
import { itHolds } from "./property.ts";
import { parseSlowly } from "./slow-reader.ts";
import { bytesOf, type VectorBytes } from "./vector-input.ts";

interface Found {
  readonly message: ChatMessage;
  /** All that was taken for the message. */
  readonly text: string;
  readonly msgLiteral: string;
}

const form = new CommonForm();

function findAt(bytes: Uint8Array, start: number): Found | null {
  const end = form.find(bytes, start, bytes.length);
  if (end === -1) return null;
  const textOf = (span: { start: number; end: number }) => Buffer.from(bytes.subarray(span.start, span.end)).toString();
  const read = (span: { start: number; end: number }) => JSON.parse(textOf(span)) as string;
  const message = { from: { name: read(form.name), ip: read(form.ip) }, to: read(form.to), msg: read(form.msg) };
  return { message, text: textOf({ start, end }), msgLiteral: textOf(form.msg) };
}

/** Whatever the fast reader finds, the strict reader, plain JSON and the schema find as well, and exactly there. */
function expectAgreement({ message, text, msgLiteral }: Found): void {
  expect(parseMessage(text)).toEqual(message);
  expect(parseSlowly(text)).toEqual(message);
  expect(ChatMessageSchema.parse(JSON.parse(text))).toEqual(message);
  expect(msgLiteral).toMatch(/^"[ -\x7f]*"$/);
}

itHolds(
  "the fast reader accepts only what the strict reader and the schema accept [C-3]",
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

  it("finds nothing that the strict reader does not [C-3]", () => {
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
