import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { trafficWindow } from "./traffic-rows.ts";

function shown(text: string): string[] {
  const bytes = Buffer.from(text);
  const entry = { id: 1, at: new Date(2026, 10, 24, 9, 30, 15).getTime(), direction: "in", bytes } as const;
  return trafficWindow({ entries: [entry], byteCount: bytes.length }, 40, 10, 0).rows.map(rowText);
}

it("begins a row with each message of a chunk", () => {
  expect(shown('{"msg": "one"}\n{"msg": "two"}\n{"m')).toEqual([
    "← received 33 bytes at 09:30:15",
    '  {"msg": "one"}␤',
    '  {"msg": "two"}␤',
    '  {"m',
  ]);
});

it("begins no row with what only looks like a line end", () => {
  expect(shown('{"msg": "one␤{two}"}')).toEqual(["← received 22 bytes at 09:30:15", '  {"msg": "one␤{two}"}']);
});
