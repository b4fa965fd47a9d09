import fc from "fast-check";
import { expect } from "vitest";
import { encodeHandshake } from "../src/handshake.ts";
import { findUsernameProblem } from "../src/username.ts";
import { trimWhiteSpace } from "../src/white-space.ts";
import { cuts, stream, toPositions } from "./arbitraries.ts";
import { itHolds } from "./property.ts";
import { cutAt, readHandshake } from "./reading.ts";

const fragment = fc.oneof(
  fc
    .constantFrom(
      "Ada",
      "Bob",
      "\u5c71\u7530",
      "/list",
      " ",
      "\u3000",
      "\u2028",
      "\t",
      "\r",
      "\n",
      "{",
      "{}",
      "\u00e9",
      "\u{1f44b}",
      "\ufeff",
      "x".repeat(40),
      " ".repeat(1_020),
    )
    .map((text) => Buffer.from(text)),
  fc.constantFrom([0xff], [0xc3], [0xe2, 0x80], [0xf0, 0x9f, 0x91]).map((bytes) => Buffer.from(bytes)),
);
const start = fc.array(fragment, { maxLength: 5 }).map((fragments) => Buffer.concat(fragments));

itHolds(
  "any beginning, cut anywhere, tells the same name [C-30]",
  0.05,
  fc.property(start, cuts, fc.boolean(), (bytes, numbers, isOver) => {
    const whole = readHandshake([bytes], isOver);
    expect(readHandshake(cutAt(bytes, toPositions(numbers, bytes.length)), isOver)).toEqual(whole);
  }),
);

itHolds(
  "what follows the name does not change it [C-30]",
  0.025,
  fc.property(start, stream, (bytes, more) => {
    const outcome = readHandshake([bytes], false);
    if (!("waits" in outcome)) expect(readHandshake([Buffer.concat([bytes, more])], false)).toEqual(outcome);
  }),
);

itHolds(
  "a name that is allowed comes back from its handshake [C-30]",
  0.025,
  fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), cuts, (text, numbers) => {
    const name = trimWhiteSpace(text);
    if (findUsernameProblem(name)) return;
    const bytes = encodeHandshake(name);
    const chunks = cutAt(bytes, toPositions(numbers, bytes.length));
    expect(readHandshake(chunks, false)).toEqual({ name, endedByNewline: true, offset: bytes.length });
  }),
);
