import fc from "fast-check";
import { expect, it } from "vitest";
import { colorWire } from "./wire-segments.ts";

const dim = { isDim: true };
const key = { color: "magenta" };

it("tells keys, strings and punctuation apart", () => {
  expect(colorWire('{"to": "/time", "msg": ""}␤', true)).toEqual([
    { text: "{", ...dim },
    { text: '"to"', ...key },
    { text: ":", ...dim },
    { text: " ", ...dim },
    { text: '"/time"' },
    { text: ", ", ...dim },
    { text: '"msg"', ...key },
    { text: ":", ...dim },
    { text: " ", ...dim },
    { text: '""' },
    { text: "}␤", ...dim },
  ]);
});

it("takes what looks like JSON in a string for a string", () => {
  expect(colorWire('{"msg": "a \\"to\\": {b"}', false)).toContainEqual({ text: '"a \\"to\\": {b"' });
});

it("marks the name that begins a connection", () => {
  expect(colorWire("Ada␤", true)).toEqual([{ text: "Ada␤", color: "yellow" }]);
  expect(colorWire('rest"}', false)).not.toContainEqual(expect.objectContaining({ color: "yellow" }));
});

it("loses nothing, whatever comes", () => {
  const text = fc.string({ unit: fc.constantFrom('"', "\\", "{", "}", ":", ",", " ", "a", "␤", "\u0301", "👋") });
  fc.assert(
    fc.property(text, fc.boolean(), (wire, isSent) => {
      const joined = colorWire(wire, isSent).map((segment) => segment.text);
      expect(joined.join("")).toBe(wire);
    }),
  );
});
