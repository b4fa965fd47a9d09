import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import type { TrafficEntry } from "../state/traffic-log.ts";
import { trafficWindow } from "./traffic-rows.ts";

const at = new Date(2026, 10, 24, 9, 30, 15).getTime();

function shown(text: string, entry: Partial<TrafficEntry> = {}): string[] {
  const whole = { id: 1, at, direction: "in", bytes: Buffer.from(text), isPoll: false, ...entry } as const;
  return trafficWindow({ entries: [whole] }, 40, 10, 0).rows.map(rowText);
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

it("breaks what is longer than a row", () => {
  expect(shown("x".repeat(50)).slice(1)).toEqual([`  ${"x".repeat(38)}`, `  ${"x".repeat(12)}`]);
});

it("marks what the client asked by itself", () => {
  expect(shown("{}", { direction: "out", isPoll: true })[0]).toBe("→ sent 2 bytes at 09:30:15, by the clie…");
});
