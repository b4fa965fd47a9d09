import { Socket } from "node:net";
import { createJsonMsg } from "@chat/protocol";
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { escapeText, LineWriter } from "./line-writer.ts";

function createSocket() {
  const socket = new Socket();
  const write = vi.spyOn(socket, "write").mockReturnValue(true);
  return { socket, written: () => write.mock.calls.map(([text]) => text) };
}

function line(to: string, text: string): string {
  return `${createJsonMsg("t1-1", "127.0.0.1", to, text)}\n`;
}

it("writes each message as the contract spells it", () => {
  const { socket, written } = createSocket();
  const writer = new LineWriter("t1-1");
  for (const to of ["t1-2", "/time", "t1-2"]) writer.write(socket, to, "a b 1");
  expect(written()).toEqual([line("t1-2", "a b 1"), line("/time", "a b 1"), line("t1-2", "a b 1")]);
});

it("gathers messages for one write, and drops them without a socket", () => {
  const { socket, written } = createSocket();
  const writer = new LineWriter("t1-1");
  writer.startGathering();
  writer.write(socket, "t1-2", "one");
  writer.write(socket, "t1-3", "two");
  expect(written()).toEqual([]);
  writer.flush(socket);
  writer.flush(socket);
  expect(written()).toEqual([line("t1-2", "one") + line("t1-3", "two")]);
  writer.startGathering();
  writer.write(null, "t1-2", "lost");
  writer.flush(null);
  writer.write(socket, "t1-2", "three");
  expect(written()).toHaveLength(2);
});

it("escapes a text so that JSON reads the same, in ASCII", () => {
  const texts = fc.string({ unit: fc.oneof(fc.constantFrom('"', "\\", "\n", "é", "😀"), fc.string({ maxLength: 1 })) });
  fc.assert(
    fc.property(texts, (text) => {
      const escaped = escapeText(text);
      expect(escaped).toMatch(/^[ -~]*$/);
      expect(JSON.parse(`"${escaped}"`)).toBe(text);
    }),
  );
});
