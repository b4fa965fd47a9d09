import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Keyboard } from "./keyboard.ts";

let input: PassThrough;
let output: PassThrough;
let keyboard: Keyboard;
let taken: string[];

beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  output = new PassThrough();
  input = Object.assign(new PassThrough(), { setRawMode: (isRaw: boolean) => taken.push(isRaw ? "raw" : "cooked") });
  keyboard = new Keyboard(input as unknown as ReadStream, output, {
    receive: (event) => taken.push(event.kind === "key" ? event.name : event.kind),
    end: () => taken.push("end"),
  });
});
afterEach(() => {
  keyboard.stop();
  vi.useRealTimers();
});

/** The keyboard reads what is there at once: no turn of the event loop is waited for. */
function receive(bytes: string): void {
  input.emit("data", Buffer.from(bytes));
}

function written(): string {
  let text = "";
  for (let chunk = output.read(); chunk !== null; chunk = output.read()) text += chunk;
  return text;
}

it("sets the mode of the terminal anew each time, as a shell may have changed it", () => {
  keyboard.start();
  keyboard.stop();
  keyboard.start();
  expect(taken).toEqual(["cooked", "raw", "cooked", "cooked", "raw"]);
});

it("waits for the rest of a key, and no longer", () => {
  keyboard.start();
  taken = [];
  receive("\u001b");
  vi.advanceTimersByTime(20);
  expect(taken).toEqual([]);
  vi.advanceTimersByTime(80);
  expect(taken).toEqual(["Esc"]);
});

it("switches off what a program has left on, at the start and at the end", () => {
  for (const step of [() => keyboard.start(), () => keyboard.stop()]) {
    step();
    const text = written();
    expect(text).toMatch(/\[\?[\d;]*;?1000;1001;1002;1003;1004;1005;1006;1007;1015;1016l/);
    expect(text).toContain("\u001b>");
    expect(text).toContain("\u001b[>4;0m");
    expect(text).toContain("\u001b[=0;1u");
  }
});

it("uses the mouse while it is wanted", () => {
  keyboard.switchMouse(true);
  keyboard.start();
  expect(written()).toMatch(/\[\?1000;1006h$/);
  keyboard.switchMouse(false);
  expect(written()).toBe("\u001b[?1000;1006l");
});

it("asks for the keyboard protocol of kitty where the terminal has it, and gives it back", () => {
  keyboard.start();
  expect(written()).toContain("\u001b[?u");
  receive("\u001b[?0u\u001b[?0u");
  expect(written()).toBe("\u001b[>5u");
  keyboard.stop();
  expect(written()).toContain("\u001b[<u");
  keyboard.stop();
  expect(written()).toBe("");
});

it("ends with the terminal, also when a read fails", () => {
  input.emit("error", new Error("EIO"));
  expect(taken).toEqual(["end"]);
});
