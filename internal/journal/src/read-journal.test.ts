import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBytes, writeBytes } from "./bytes-text.ts";
import type { JournalEvent, JournalStart } from "./journal-event.ts";
import { JournalError, readJournal } from "./read-journal.ts";
import { writeLine } from "./write-line.ts";

const START: JournalStart = {
  journal: 1,
  connection: 7,
  name: "Ada",
  address: "127.0.0.1",
  startedAt: "2026-01-31T09:30:00.000Z",
  masked: true,
};

const EVENTS: readonly JournalEvent[] = [
  { t: 0, event: "opened" },
  { t: 1, event: "bytes", from: "client", offset: 0, bytes: Uint8Array.of(0xef, 0xbb, 0xbf, 0x0a) },
  { t: 1.5, event: "bytes", from: "client", offset: 4, bytes: Uint8Array.of(0xf0, 0x1b) },
  { t: 2, event: "named", offset: 0, length: 4, name: "Ada", framed: true },
  {
    t: 3,
    event: "frame",
    from: "client",
    offset: 4,
    length: 9,
    sender: "Ada",
    to: "\u009b日",
    masked: { offset: 5, length: 1 },
  },
  { t: 4, event: "rejected", from: "client", offset: 13, length: 1, code: "stray-text", reason: "why", fatal: false },
  { t: 5, event: "refused", reason: "why", offset: 4 },
  { t: 6, event: "refused", reason: "why" },
  { t: 7, event: "ended", by: "client" },
  { t: 8, event: "closed", by: "network", reason: "lost" },
  { t: 9, event: "stopped", reason: "enough" },
];

const lines = [START, ...EVENTS].map((line) => writeLine(line).trimEnd());

describe("a journal", () => {
  it("is read as it was written, in plain ASCII", () => {
    for (const line of lines) expect(line).toMatch(/^[ -~]+$/);
    expect(readJournal(lines)).toEqual({ start: START, events: EVENTS, problems: [] });
  });

  it("is read in the order of its times", () => {
    const [first = "", ...others] = lines;
    expect(readJournal([first, ...others.toReversed()]).events).toEqual(EVENTS);
  });

  it("is read without a last line that was cut, wherever", () => {
    const last = lines.at(-1) as string;
    for (let length = 1; length < last.length; length++) {
      const { events, problems } = readJournal([...lines.slice(0, -1), last.slice(0, length)]);
      expect(events).toEqual(EVENTS.slice(0, -1));
      expect(problems).toEqual([{ line: lines.length, text: "It is cut, or is no JSON object." }]);
    }
  });

  it.each([
    ['{"t":1}', "It is no event of a journal."],
    ['{"t":1,"event":"toString"}', "It is no event of a journal."],
    ['{"t":-1,"event":"opened"}', "It is no event of a journal."],
    ['{"t":1,"event":"bytes","from":"client","offset":0}', "It is no event of a journal."],
    ['{"t":1,"event":"bytes","from":"client","offset":0,"text":"a","hex":"61"}', "It is no event of a journal."],
    ['{"t":1,"event":"bytes","from":"client","offset":0,"hex":"6"}', "It is no event of a journal."],
    ['{"t":1,"event":"bytes","from":"nobody","offset":0,"text":"a"}', "It is no event of a journal."],
    [
      '{"t":1,"event":"frame","from":"client","offset":0.5,"length":1,"sender":"a","to":"b"}',
      "It is no event of a journal.",
    ],
    ["[]", "It is cut, or is no JSON object."],
    ["null", "It is cut, or is no JSON object."],
  ])("reports the line %s, and reads the others", (line, text) => {
    const { events, problems } = readJournal([...lines, line]);
    expect(events).toEqual(EVENTS);
    expect(problems).toEqual([{ line: lines.length + 1, text }]);
  });

  it.each([
    [[], "The file is empty: it is no journal."],
    [["hello"], "The first line is not that of a journal."],
    [['{"journal":2}'], "The journal has version 2, and this program reads 1."],
    [['{"journal":1,"connection":1}'], "The first line of the journal lacks a member, or has one of another kind."],
  ])("that begins with %j is none", (wrong, text) => {
    expect(() => readJournal(wrong)).toThrow(new JournalError(text));
  });
});

it("writes any bytes so that the same bytes are read", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(readBytes(JSON.parse(JSON.stringify(writeBytes(bytes))))).toEqual(new Uint8Array(bytes));
    }),
  );
});
