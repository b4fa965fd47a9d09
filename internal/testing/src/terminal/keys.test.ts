import { expect, it } from "vitest";
import { keySequence, tmuxKeyName } from "./keys.ts";

it.each([
  ["enter", "\r", "Enter"],
  ["page up", "\u001b[5~", "PPage"],
  ["ctrl+a", "\u0001", "C-a"],
  ["ctrl+_", "\u001f", "C-_"],
  ["alt+b", "\u001bb", "M-b"],
  ["alt+1", "\u001b1", "M-1"],
  ["alt+backspace", "\u001b\u007f", "M-BSpace"],
] as const)("presses %s", (key, sequence, tmuxName) => {
  expect(keySequence(key)).toBe(sequence);
  expect(tmuxKeyName(key)).toBe(tmuxName);
});

it("knows no key of another name", () => {
  expect(() => keySequence("alt+nothing")).toThrow("There is no key called nothing.");
});
