import fc from "fast-check";
import { expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { wideTexts } from "../../test/corpora/wide-texts.ts";
import { saysEnd, writeEntry, writeLocalTime, writeSafeName } from "./log-format.ts";

const texts = [...hostileTexts, ...wideTexts].map(({ text }) => text);

it("writes any text as one line of four columns", () => {
  for (const text of texts) {
    const entry = writeEntry({ at: 0, kind: "message", from: text, text });
    expect(entry).toMatch(/^[^\p{Cc}\u2028\u2029]+(?:\t[^\p{Cc}\u2028\u2029]*){3}\n$/u);
    expect(entry.split("\t")[1]).toBe("message");
    expect(saysEnd(entry)).toBe(false);
  }
});

it("writes the moment with its distance from UTC, so that it can be read everywhere", () => {
  const at = new Date(2026, 10, 24, 9, 5, 0, 7).getTime();
  expect(writeLocalTime(at)).toMatch(/^2026-11-24T09:05:00\.007[+-]\d\d:\d\d$/);
  expect(Date.parse(writeLocalTime(at))).toBe(at);
});

it("knows a log that says its end from one that was cut off", () => {
  const end = writeEntry({ at: 0, kind: "end", from: "", text: "The log ends." });
  const message = writeEntry({ at: 0, kind: "message", from: "Bob", text: "end" });
  expect([message + end, end.slice(5)].map(saysEnd)).toEqual([true, true]);
  expect([message, end + message, end.slice(0, -1), end + message.slice(0, -1)].map(saysEnd)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it("has a name of its own for each text, which leads nowhere and fits", () => {
  const names = texts.map(writeSafeName);
  expect(new Set(names).size).toBe(new Set(texts.map((text) => text.toWellFormed())).size);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const name = writeSafeName(text);
      expect(name).toMatch(/^(?!\.)[\p{L}\p{M}\p{N}. _%~-]*$/u);
      expect(Buffer.byteLength(`${name}.2026-11-24.log`)).toBeLessThan(255);
    }),
  );
});

it.each([
  ["127.0.0.1", "127.0.0.1"],
  ["ms weber", "ms weber"],
  ["zoë", "zoë"],
  ["日本", "日本"],
  ["..", "%2e."],
  ["../a\\b:c", "%2e.%2fa%5cb%3ac"],
  ["a%2fb", "a%252fb"],
])("writes %s as %s", (text, name) => {
  expect(writeSafeName(text)).toBe(name);
});
