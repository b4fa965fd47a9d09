import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Keyboard } from "./keyboard.ts";

const PASTE_START = "\u001b[200~";
const PASTE_END = "\u001b[201~";

let input: PassThrough;
let keyboard: Keyboard;
let taken: string[];

beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  input = Object.assign(new PassThrough(), { setRawMode: () => undefined });
  keyboard = new Keyboard(input as unknown as ReadStream, new PassThrough(), {
    press: ({ sequence }) => taken.push(`key ${sequence}`),
    paste: (text) => taken.push(`paste ${text}`),
    end: () => taken.push("end"),
  });
  keyboard.start();
});
afterEach(() => {
  keyboard.stop();
  vi.useRealTimers();
});

/** The keyboard reads what is there at once: no turn of the event loop is waited for. */
function receive(bytes: string): void {
  input.emit("data", Buffer.from(bytes));
}

it("gives a paste as one text, and what is typed around it key by key", () => {
  receive(`a${PASTE_START}one\rtwo${PASTE_END}b`);
  expect(taken).toEqual(["key a", "paste one\rtwo", "key b"]);
});

it("waits for a paste that comes slowly", () => {
  receive(`${PASTE_START}one`);
  vi.advanceTimersByTime(9_000);
  receive(" two");
  vi.advanceTimersByTime(9_000);
  receive(PASTE_END);
  expect(taken).toEqual(["paste one two"]);
});

it("takes keys again when the end of a paste never comes", () => {
  receive(`${PASTE_START}one`);
  vi.advanceTimersByTime(10_000);
  receive("x");
  expect(taken).toEqual(["paste one", "key x"]);
});
