import { expect, it } from "vitest";
import { describe } from "./describe.ts";

const failing = {
  toString() {
    throw new Error("no text");
  },
};

it.each<[value: unknown, text: string]>([
  [new Error("broken"), "Error: broken"],
  ["text", "text"],
  [undefined, "undefined"],
  [null, "null"],
  [Symbol("s"), "Symbol(s)"],
  [Object.create(null), "a value of type object that has no text"],
  [failing, "a value of type object that has no text"],
])("describes %o", (value, text) => {
  expect(describe(value)).toBe(text);
});
