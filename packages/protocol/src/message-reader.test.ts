import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { asciiJsonBytes } from "./ascii-json.ts";
import { createJsonMsg } from "./message.ts";
import { MessageReader, type ReaderItem } from "./message-reader.ts";
import type { Rejection } from "./rejection.ts";

const encoder = new TextEncoder();
const LINE = createJsonMsg("Ada", "192.0.2.7", "Bob", "hi");

function readAll(reader: MessageReader, text: string): ReaderItem[] {
  reader.push(encoder.encode(text));
  const items: ReaderItem[] = [];
  for (let item = reader.next(); item; item = reader.next()) items.push(item);
  return items;
}

/** Bytes that are in use, and not merely left to the collector. */
function measureHeap(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

// What is in a stream is shown by the vectors; this is about how the reader is used.
describe("MessageReader", () => {
  it("returns one item at a time, and the rest when it is asked again", () => {
    const reader = new MessageReader();
    reader.push(encoder.encode(LINE + LINE));
    expect(reader.next()).toMatchObject({ kind: "message", offset: 0 });
    expect(reader.unreadBytes).toBe(LINE.length);
    reader.push(encoder.encode(LINE));
    expect(reader.next()).toMatchObject({ kind: "message", offset: LINE.length });
    expect(reader.next()).toMatchObject({ kind: "message", offset: 2 * LINE.length });
    expect(reader.next()).toBeNull();
    expect(reader.unreadBytes).toBe(0);
  });

  it("counts from where the stream was when it began", () => {
    const reader = new MessageReader({ offset: 100 });
    expect(readAll(reader, ` ${LINE}`)).toMatchObject([{ offset: 101 }]);
  });

  it("takes a byte order mark for garbage when it did not see the start of the stream [C-11]", () => {
    expect(readAll(new MessageReader({ offset: 4 }), `\ufeff${LINE}`)).toMatchObject([
      { code: "stray-text", offset: 4 },
      { kind: "message" },
    ]);
  });

  it("shows the frame that is incomplete: where it began, and what is open in it", () => {
    const reader = new MessageReader();
    expect(reader.openFrame).toBeNull();
    readAll(reader, `${LINE}\n {"from": {"na`);
    expect(reader.openFrame).toEqual({
      offset: LINE.length + 2,
      openBraces: 2,
      isInString: true,
      bytes: encoder.encode('{"from": {"na'),
    });
    readAll(reader, 'me": "Ada"}');
    expect(reader.openFrame).toMatchObject({ offset: LINE.length + 2, openBraces: 1, isInString: false });
    readAll(reader, "}");
    expect(reader.openFrame).toBeNull();
  });

  it("keeps no bytes but those of an incomplete frame", () => {
    const reader = new MessageReader();
    readAll(reader, `${LINE}garbage\n   `);
    expect(reader.incompleteBytes).toBe(0);
    expect(reader.isInsideMessage).toBe(false);
    readAll(reader, LINE.slice(0, 10));
    expect(reader.incompleteBytes).toBe(10);
    expect(reader.isInsideMessage).toBe(true);
    readAll(reader, LINE.slice(10));
    expect(reader.incompleteBytes).toBe(0);
    expect(reader.isInsideMessage).toBe(false);
  });

  it("does not need the memory of a chunk that was read", () => {
    const reader = new MessageReader();
    const chunk = encoder.encode(LINE.slice(0, 40));
    reader.push(chunk);
    expect(reader.next()).toBeNull();
    chunk.fill(0xff);
    expect(readAll(reader, LINE.slice(40))).toMatchObject([{ message: { msg: "hi" } }]);
  });

  it.each([
    ["a plain array of bytes", encoder.encode(` ${LINE}${LINE}${LINE.slice(0, 40)}`)],
    ["a Buffer", Buffer.from(` ${LINE}${LINE}${LINE.slice(0, 40)}`)],
  ])("needs the memory of %s no more once it is detached", (_kind, chunk) => {
    const reader = new MessageReader();
    reader.push(chunk);
    expect(reader.next()).toMatchObject({ offset: 1 });
    reader.detach();
    chunk.fill(0xff);
    const items = readAll(reader, LINE.slice(40));
    expect(items).toMatchObject([{ offset: 1 + LINE.length }, { offset: 1 + 2 * LINE.length }]);
    expect(items).toMatchObject([{ message: { msg: "hi" } }, { message: { msg: "hi" } }]);
  });

  it("does not keep a sender or a receiver of many kilobytes", () => {
    const long = createJsonMsg("Ada", "192.0.2.7", `${" ".repeat(60_000)}Bob`, "hi");
    const read = (): MessageReader => {
      const reader = new MessageReader();
      expect(readAll(reader, LINE + long + long).map(({ kind }) => kind)).toEqual(["message", "message", "message"]);
      return reader;
    };
    read();
    const before = measureHeap();
    const readers = Array.from({ length: 100 }, read);
    expect((measureHeap() - before) / readers.length).toBeLessThan(5_000);
  });

  it("tells the text of a message as a literal in plain ASCII, however it was spelled [C-21]", () => {
    const spelled = [
      ['"caf\\u00e9"', '"caf\\u00e9"'],
      ['"café"', '"caf\\u00e9"'],
      ['"\\/"', '"\\/"'],
      ['"🙂"', '"\\ud83d\\ude42"'],
    ] as const;
    for (const [written, literal] of spelled) {
      const [item] = readAll(new MessageReader(), LINE.replace('"hi"', written));
      expect(item).toMatchObject({ msgLiteral: literal, message: { msg: JSON.parse(written) } });
    }
  });

  it("reads a message that has the sender and the receiver of the one before like any other", () => {
    const reader = new MessageReader();
    const texts = ["hi", "", 'a "quote"', "né", "\u0001"].map((text) => createJsonMsg("Ada", "192.0.2.7", "Bob", text));
    const broken = [LINE.replace('"hi"', '"\\x"'), LINE.replace('"hi"', '"hi", "more": ""')];
    const other = LINE.replace("Bob", "Bob2");
    const items = readAll(reader, [...texts, ...broken, other, LINE].join(""));
    expect(items.map((item) => (item.kind === "message" ? item.message.msg : item.code))).toEqual([
      "hi",
      "",
      'a "quote"',
      "né",
      "\u0001",
      "not-a-message",
      "not-a-message",
      "hi",
      "hi",
    ]);
  });

  it("tells a prefix from the cached one, whichever byte differs", () => {
    for (let at = 0; at < LINE.indexOf('"hi"'); at++) {
      const changed = `${LINE.slice(0, at)}x${LINE.slice(at + 1)}`;
      const [fresh] = readAll(new MessageReader({ offset: LINE.length }), changed);
      const [, second] = readAll(new MessageReader(), LINE + changed);
      expect(second).toEqual(fresh);
      if (second?.kind === "message" && fresh?.kind === "message") expect(second.message).toEqual(fresh.message);
    }
  });

  it("gives up on a message that takes too long [C-14]", () => {
    const reader = new MessageReader();
    readAll(reader, ` ${LINE.slice(0, -1)}`);
    expect(reader.expire(30_000)).toEqual({
      kind: "rejected",
      code: "incomplete",
      reason: 'the message was not complete after 30 s. Close every "{" and every quote.',
      offset: 1,
      isFatal: true,
    });
    expect(reader.incompleteBytes).toBe(0);
    expect(readAll(reader, `}${LINE}`)).toEqual([]);
  });

  it("has nothing to give up on between messages", () => {
    const reader = new MessageReader();
    readAll(reader, `${LINE}x`);
    expect(reader.expire(30_000)).toBeNull();
    expect(readAll(reader, LINE)).toHaveLength(1);
  });

  it("says nothing more after a fatal rejection, inside a character or not [C-14]", () => {
    const reader = new MessageReader({ maxMessageBytes: 4 });
    reader.push(Uint8Array.of(0x7b, 0x22, 0x20, 0xf0, 0x9f));
    expect(reader.next()).toMatchObject({ code: "too-large" });
    expect(reader.next()).toBeNull();
    expect(reader.end()).toBeNull();
    expect(reader.expire(1)).toBeNull();
  });

  it("reads nothing after the end", () => {
    const reader = new MessageReader();
    expect(reader.end()).toBeNull();
    expect(readAll(reader, LINE)).toEqual([]);
    expect(reader.end()).toBeNull();
  });

  it("takes no memory for white space and garbage", () => {
    const reader = new MessageReader({ maxMessageBytes: 10 });
    readAll(reader, "x".repeat(100_000));
    readAll(reader, `\n${" ".repeat(100_000)}`);
    expect(reader.incompleteBytes).toBe(0);
  });

  it("gives reasons that a message of the server has room for, whatever was sent [C-24]", () => {
    const nasty = [
      `{"${"\\u001b".repeat(500)}": 1}`,
      `{"${"\u{1f44b}".repeat(500)}": 1}`,
      `{"${'\\"'.repeat(500)}": 1}`,
    ];
    const reasons = nasty
      .flatMap((text) => readAll(new MessageReader(), text))
      .map((item) => (item as Rejection).reason);
    expect(reasons).toHaveLength(3);
    for (const reason of reasons) {
      expect(reason).toMatch(/^[ -~]*$/);
      expect(asciiJsonBytes(reason)).toBeLessThan(600);
    }
  });
});
