import { describe, expect, it } from "vitest";
import { createJsonMsg } from "./message.ts";
import { MessageReader, type ReaderItem } from "./message-reader.ts";

const LINE = createJsonMsg("Ada", "192.0.2.7", "Bob", "hi");
const STREAMS = {
  "good messages, one with letters beyond ASCII": `${LINE}{"from":{"name":"Eve","ip":""},"to":"Bob","msg":"é \\" { 🎉"}\r\n${LINE}`,
  "garbage between messages, without and with a line end": `${LINE}hé🎉llo ${LINE}x\n y{"a":{"b":1}} ${LINE}`,
  "a message that is none": `${LINE}{'from': {}}${LINE}`,
};

function readAll(reader: MessageReader): ReaderItem[] {
  const items: ReaderItem[] = [];
  for (let item = reader.next(); item; item = reader.next()) items.push(item);
  return items;
}

/** The items with the getters of messages evaluated. */
function show(items: readonly ReaderItem[]): unknown[] {
  return items.map((item) =>
    item.kind === "message" ? [item.offset, item.from.name, item.to, item.msg] : [item.offset, item.code, item.reason],
  );
}

describe.each(Object.entries(STREAMS))("a reader that is forked in %s", (_, text) => {
  const stream = new TextEncoder().encode(text);

  it("finds the same from any byte on", () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const reader = new MessageReader();
      reader.push(stream.slice(0, cut));
      readAll(reader);
      const fork = reader.fork();
      expect(fork?.bytes).toEqual(stream.slice(fork?.offset, cut));
      for (const one of [reader, fork?.reader]) one?.push(stream.slice(cut));
      expect(show(readAll(fork?.reader as MessageReader))).toEqual(show(readAll(reader)));
    }
  });

  it("finds the same behind any item, while the rest is not looked at", () => {
    const total = readAll(pushed(stream)).length;
    for (let taken = 0; taken <= total; taken++) {
      const reader = pushed(stream);
      for (let index = 0; index < taken; index++) reader.next();
      const fork = reader.fork();
      expect(fork?.bytes).toEqual(stream.slice(fork?.offset));
      expect(show(readAll(fork?.reader as MessageReader))).toEqual(show(readAll(reader)));
    }
  });
});

it("forks no reader that has given up", () => {
  const reader = pushed(Uint8Array.of(0xff));
  readAll(reader);
  expect(reader.fork()).toBeNull();
});

function pushed(bytes: Uint8Array): MessageReader {
  const reader = new MessageReader();
  reader.push(bytes);
  return reader;
}
