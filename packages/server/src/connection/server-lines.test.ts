import { asciiJson } from "@chat/protocol";
import { expect, it } from "vitest";
import { serverLine, serverLineOverhead } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import { ServerLines } from "./server-lines.ts";

const ada = new User("Ada", "10.0.0.1");

/** Returns the text that a client gets whose messages have room for a number of bytes of it. */
function cutToRoom(text: string, room: number): string {
  return (JSON.parse(new ServerLines(ada, serverLineOverhead(ada) + room).toLine(text)) as { msg: string }).msg;
}

/** Bytes of a text on the wire, its quotes aside. */
function wireBytes(text: string): number {
  return asciiJson(text).length - 2;
}

it.each([99, 100])("leaves a text of %i bytes as it is where 100 fit", (length) => {
  const text = "x".repeat(length);
  expect(cutToRoom(text, 100)).toBe(text);
});

it("cuts a text of 101 bytes where 100 fit, and says how long it was", () => {
  expect(cutToRoom("x".repeat(101), 100)).toBe(`${"x".repeat(76)} … (cut: 101 bytes)`);
});

it("counts the bytes of escapes, not characters", () => {
  const text = "é".repeat(50);
  const cut = cutToRoom(text, 200);
  expect(cut).toBe(`${"é".repeat(29)} … (cut: 300 bytes)`);
  expect(wireBytes(cut)).toBe(198);
});

it("never cuts a character in two", () => {
  for (let room = 60; room < 85; room++) {
    const cut = cutToRoom("🙂".repeat(20), room);
    expect(cut.isWellFormed()).toBe(true);
    expect(wireBytes(cut)).toBeLessThanOrEqual(room);
  }
});

it("writes long texts as they are, whatever was written before", () => {
  const lines = new ServerLines(ada, 10_000);
  for (const text of ["é".repeat(600), "x".repeat(600), "é".repeat(600), `${"é".repeat(599)}x`]) {
    expect(lines.toLine(text)).toBe(serverLine(ada, text));
  }
});

it("has room for a text up to the longest line of the client, and up to that of the message", () => {
  const overhead = serverLineOverhead(ada);
  const lines = new ServerLines(ada, 999);
  expect([lines.textRoom(500), lines.textRoom(16_384)]).toEqual([500 - overhead, 999 - overhead]);
});
