import fc from "fast-check";
import { expect, it } from "vitest";
import { addCheckWord, CHECK_WORD_LENGTH, hasCheckWord } from "./check-word.ts";

it("takes for whole what was written", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const written = addCheckWord(text);
      expect(written).toHaveLength(text.length + CHECK_WORD_LENGTH);
      expect(written.startsWith(text)).toBe(true);
      expect(hasCheckWord(written)).toBe(true);
    }),
  );
});

it("notices each single character that is altered", () => {
  // Several numbers, so that check words with leading zeros are among them.
  for (let number = 0; number < 40; number++) {
    const written = addCheckWord(`message ${number} `);
    for (let at = 0; at < written.length; at++) {
      for (const other of ["0", "x", " ", "+", "é", "\u{2028}"]) {
        const altered = written.slice(0, at) + other + written.slice(at + 1);
        if (altered !== written) expect(hasCheckWord(altered), altered).toBe(false);
      }
    }
  }
});

it("notices what was cut off, and what was added", () => {
  const written = addCheckWord("message 1");
  for (let length = 0; length < written.length; length++) expect(hasCheckWord(written.slice(0, length))).toBe(false);
  expect(hasCheckWord(`${written}0`)).toBe(false);
  expect(hasCheckWord(` ${written}`)).toBe(false);
});

it.each(["", "hello", "0000000000", "Server time: 12:00:00"])("finds no check word in %j", (text) => {
  expect(hasCheckWord(text)).toBe(false);
});
