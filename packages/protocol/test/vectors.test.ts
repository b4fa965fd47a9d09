import { describe, expect, it } from "vitest";
import { readVectorFiles } from "../scripts/contract.ts";
import type { ChatMessage } from "../src/chat-message.ts";
import { InvalidMessageError } from "../src/errors.ts";
import { createJsonMsg, decodeJsonMsg } from "../src/message.ts";
import { readServerText } from "../src/server-texts.ts";
import {
  cutAt,
  cutEverywhere,
  type Finding,
  type HandshakeReading,
  type Reading,
  readHandshake,
  readStream,
} from "./reading.ts";
import { bytesOf, textOf, type VectorBytes, type VectorText } from "./vector-input.ts";

// The vectors of names and of display texts are run beside their modules.

interface Shown<Input, Expected> {
  readonly id: string;
  readonly rule: string;
  readonly input: Input;
  readonly expected: Expected;
  readonly hint: string;
}

type StreamVector = Shown<VectorBytes & { maxMessageBytes?: number }, Reading>;

const TITLE = "$id [$rule] $hint";

describe("createJsonMsg", () => {
  type Arguments = Record<"name" | "ip" | "to" | "msg", VectorText>;
  it.each(vectorsOf<Arguments, { json: string } | { invalid: true }>("create"))(TITLE, ({ input, expected }) => {
    const create = () => createJsonMsg(textOf(input.name), textOf(input.ip), textOf(input.to), textOf(input.msg));
    if ("json" in expected) expect(create()).toBe(expected.json);
    else expect(create).toThrow(InvalidMessageError);
  });
});

describe("decodeJsonMsg", () => {
  it.each(vectorsOf<VectorBytes, { message: ChatMessage | null }>("decode"))(TITLE, ({ input, expected }) => {
    expect(decodeJsonMsg(bytesOf(input))).toEqual(expected.message);
  });
});

describe("readServerText", () => {
  it.each(vectorsOf<{ text: string }, { kind: string | null; value?: unknown }>("texts"))(
    TITLE,
    ({ input, expected }) => {
      expect(readServerText(input.text)).toEqual(expected.kind === null ? null : expected);
    },
  );
});

const streams: StreamVector[] = [...vectorsOf("stream"), ...vectorsOf("hostile")] as StreamVector[];

describe("MessageReader", () => {
  describe.each(streams)(TITLE, ({ input, expected }) => {
    const bytes = bytesOf(input);
    const options = optionsOf(input);
    const reading = { ...expected, items: expected.items.map(writeOut) };

    it("whole", () => {
      expect(readStream([bytes], options)).toEqual(reading);
    });

    it("byte by byte", () => {
      expect(readStream(cutEverywhere(bytes), options)).toEqual(reading);
    });

    it("cut in two at every byte", () => {
      const same = JSON.stringify(reading);
      const different = cutPositions(bytes).filter(
        (position) => JSON.stringify(readStream(cutAt(bytes, [position]), options)) !== same,
      );
      expect(different).toEqual([]);
    });
  });

  const pairs = streams.slice(1).map((right, index) => ({ left: streams[index] as StreamVector, right }));

  it.each(pairs.filter(canBeGlued))("$left.id and $right.id glued together", ({ left, right }) => {
    const leftBytes = endGarbage(left);
    const rightBytes = bytesOf(right.input);
    const leftItems = left.expected.items.map(writeOut);
    const shift = leftBytes.length;
    const rightItems = right.expected.items.map(writeOut).map((item) => ({ ...item, offset: item.offset + shift }));
    const { atEnd } = right.expected;
    const isOver = leftItems.some((item) => "rejected" in item && item.isFatal);
    const glued: Reading = isOver
      ? { items: leftItems }
      : {
          items: [...leftItems, ...rightItems],
          ...(atEnd && { atEnd: { ...atEnd, offset: atEnd.offset + shift } }),
        };
    const bytes = Buffer.concat([leftBytes, rightBytes]);
    expect(readStream([bytes], optionsOf(left.input))).toEqual(glued);
    expect(readStream(cutEverywhere(bytes), optionsOf(left.input))).toEqual(glued);
  });
});

describe("HandshakeReader", () => {
  type Input = VectorBytes & { then?: "quiet" | "end" };
  const handshakes = vectorsOf<Input, HandshakeReading>("handshake");

  it.each(handshakes)(TITLE, ({ input, expected }) => {
    const bytes = bytesOf(input);
    const isOver = input.then !== undefined;
    expect(readHandshake([bytes], isOver)).toEqual(expected);
    expect(readHandshake(cutEverywhere(bytes), isOver)).toEqual(expected);
    for (let position = 0; position <= bytes.length; position++) {
      expect(readHandshake(cutAt(bytes, [position]), isOver)).toEqual(expected);
    }
  });

  const decided = handshakes.filter(({ input, expected }) => input.then === undefined && !("waits" in expected));

  it.each(decided)("$id glued to a message", ({ input, expected }) => {
    const bytes = Buffer.concat([
      bytesOf(input),
      Buffer.from('{"from": {"name": "Ada", "ip": ""}, "to": "", "msg": ""}'),
    ]);
    expect(readHandshake([bytes], false)).toEqual(expected);
  });
});

function vectorsOf<Input, Expected>(kind: string): Shown<Input, Expected>[] {
  const file = readVectorFiles().find((candidate) => candidate.kind === kind);
  return [...(file?.vectors ?? [])] as Shown<Input, Expected>[];
}

function optionsOf({ maxMessageBytes }: StreamVector["input"]) {
  return maxMessageBytes === undefined ? {} : { maxMessageBytes };
}

/** Returns an item with its long texts written out. */
function writeOut(item: Finding): Finding {
  if ("rejected" in item) return item;
  const { from, to, msg } = item.message;
  return {
    ...item,
    message: { from: { name: textOf(from.name), ip: textOf(from.ip) }, to: textOf(to), msg: textOf(msg) },
  };
}

/** Every position in short bytes; in long ones each eighth at both ends, where the structure is, and a few between. */
function cutPositions({ length }: Uint8Array): number[] {
  const all = Array.from({ length: length + 1 }, (_value, position) => position);
  const step = Math.ceil(length / 8);
  // Their lengths differ, and so do the places that are cut near their ends.
  const isChosen = (at: number) => (at < 64 || at > length - 80 ? at % 8 === length % 8 : at % step === 0);
  return length <= 2_048 ? all : all.filter(isChosen);
}

/** Streams can be glued when the first ends between messages and the second does not count on being the start. */
function canBeGlued({ left, right }: { left: StreamVector; right: StreamVector }): boolean {
  const startsWithMark = bytesOf(right.input)[0] === 0xef;
  const isOpen = left.expected.atEnd !== undefined || bytesOf(left.input).length === 0;
  return !startsWithMark && !isOpen && left.input.maxMessageBytes === right.input.maxMessageBytes;
}

/** Adds the line feed that ends garbage at the end of a stream. */
function endGarbage({ input, expected }: StreamVector): Uint8Array {
  const last = expected.items.at(-1);
  const bytes = bytesOf(input);
  const isGarbage = last !== undefined && "rejected" in last && last.rejected === "stray-text";
  return isGarbage ? Buffer.concat([bytes, Buffer.from("\n")]) : bytes;
}
