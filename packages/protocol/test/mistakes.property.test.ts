import fc from "fast-check";
import { expect } from "vitest";
import { HandshakeReader } from "../src/handshake.ts";
import { createJsonMsg, decodeJsonMsg } from "../src/message.ts";
import { MessageReader } from "../src/message-reader.ts";
import { explainRejection } from "../src/mistakes/explain.ts";
import { findMistake, RECOGNISED } from "../src/mistakes/find-mistake.ts";
import { serverTexts } from "../src/server-texts.ts";
import { findUsernameProblem } from "../src/username.ts";
import { spelledMessage, stream } from "./arbitraries.ts";
import { MESSAGE_SAMPLES, NAME_SAMPLES } from "./mistake-samples.ts";
import { itHolds } from "./property.ts";

const samples = [...MESSAGE_SAMPLES, ...NAME_SAMPLES].map(([, , bytes]) => Buffer.from(bytes as string));

/** Mistakes, and what nearly is one: changed at a few places, cut, or glued to something else. */
const nearMistake = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.record({ at: fc.nat(), remove: fc.nat({ max: 4 }), insert: fc.uint8Array({ maxLength: 2 }) }), {
      maxLength: 3,
    }),
    fc.oneof(fc.constant(new Uint8Array()), fc.constantFrom(...samples), fc.uint8Array({ maxLength: 20 })),
  )
  .map(([sample, changes, end]) =>
    Buffer.concat([
      changes.reduce((bytes, { at, remove, insert }) => {
        const position = at % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, position), insert, bytes.subarray(position + remove)]);
      }, sample),
      end,
    ]),
  );

itHolds(
  "a hint is given only if the repaired bytes are valid, or to a signature",
  0.1,
  fc.property(fc.oneof({ weight: 4, arbitrary: nearMistake }, stream), fc.boolean(), (bytes, isNameDue) => {
    const found = findMistake(bytes, { isNameDue });
    if (!found) return;
    if (!found.repaired) return void expect(RECOGNISED.find((each) => each === found.mistake)?.recognise).toBeDefined();
    const isName = isNameDue && findUsernameProblem(new TextDecoder().decode(found.repaired)) === null;
    if (!isName && !decodeJsonMsg(found.repaired)) expect.fail(`${found.mistake.name}: ${found.repaired}`);
  }),
);

itHolds(
  "a valid message or name gets no hint, whatever follows it",
  0.1,
  fc.property(spelledMessage, fc.string(), nearMistake, fc.boolean(), ({ text }, name, rest, isNamed) => {
    expect(findMistake(Buffer.concat([Buffer.from(text), rest]))).toBeNull();
    const bytes = isNamed ? Buffer.concat([Buffer.from(`${name}\n`), rest]) : Buffer.from(name);
    const reader = new HandshakeReader();
    const handshake = reader.push(bytes) ?? reader.finish();
    if (handshake.kind === "name") expect(findMistake(bytes, { isNameDue: true })).toBeNull();
  }),
);

/**
 * A line of garbage that is no mistake of the table, or is one by itself. It has two characters at least: one and its line
 * feed may be the length of a document of BSON.
 */
const garbageLine = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z][\w .,;:!?'"/@#<>~-]{1,30}$/),
    fc.constantFrom("Array", "null", "Message@1b6d3586", "[object Object]", "%7B", ":)", "\u00e9"),
  )
  .map((line) => Buffer.from(`${line}\n`));

itHolds(
  "a line of garbage is explained alike, whatever follows it and wherever the reads are cut behind it",
  0.05,
  fc.property(garbageLine, fc.oneof(nearMistake, stream), fc.nat(), fc.boolean(), (line, rest, cut, isNameDue) => {
    expect(findMistake(Buffer.concat([line, rest]), { isNameDue })).toEqual(findMistake(line, { isNameDue }));
    expect(explainFirst([line, rest.subarray(0, cut % (rest.length + 1))])).toEqual(explainFirst([line]));
  }),
);

/** Explains the first rejection of chunks that come in one read. */
function explainFirst(chunks: readonly Uint8Array[]) {
  const reader = new MessageReader();
  reader.push(Buffer.concat(chunks));
  for (let item = reader.next(); item; item = reader.next())
    if (item.kind === "rejected") return explainRejection(item, reader.rejectedBytes);
  return null;
}

/** The longest name on the wire. */
const LONGEST_NAME = "\u{1f44b}".repeat(16);

itHolds(
  "an explanation makes a message of less than 1,000 bytes, to a user of any name",
  0.05,
  fc.property(fc.oneof(nearMistake, stream), fc.maxSafeNat(), fc.boolean(), (bytes, offset, isNameDue) => {
    const reader = new MessageReader({ offset });
    reader.push(bytes);
    for (let item = reader.next(); item; item = reader.next()) {
      if (item.kind === "message") continue;
      const { reason } = explainRejection(item, reader.rejectedBytes, { isNameDue });
      const text = serverTexts.rejected.write({ offset: item.offset, reason });
      expect(createJsonMsg("SERVER", "0.0.0.0", LONGEST_NAME, text).length).toBeLessThan(999);
      expect(reason).toMatch(/[.)]$/);
    }
  }),
);
