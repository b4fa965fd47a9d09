import { expect, it } from "vitest";
import { asciiJson, asciiJsonBytes } from "./ascii-json.ts";

it("writes a text as a JSON string in ASCII [C-21]", () => {
  expect(asciiJson("h\u00e9 \u{1f44b}")).toBe('"h\\u00e9 \\ud83d\\udc4b"');
});

it("is read back as it was, for each code unit", () => {
  const units = Array.from({ length: 0x10000 }, (_value, code) => String.fromCharCode(code));
  expect(units.filter((unit) => JSON.parse(asciiJson(unit)) !== unit)).toEqual([]);
});

it("measures what a text takes on the wire, without the quotes", () => {
  expect(asciiJsonBytes('a"\u00e9')).toBe(1 + 2 + 6);
  const units = Array.from({ length: 0x10000 }, (_value, code) => `\u00e9${String.fromCharCode(code)}`);
  expect(units.filter((unit) => asciiJsonBytes(unit) !== asciiJson(unit).length - 2)).toEqual([]);
});
