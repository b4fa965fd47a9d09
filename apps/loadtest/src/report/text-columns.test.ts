import { expect, it } from "vitest";
import { columnsOf, fit, wrap } from "./text-columns.ts";

it("fills up and cuts to columns, by what a terminal draws", () => {
  expect(fit("abc", 5)).toBe("abc  ");
  expect(fit("12", 5, "right")).toBe("   12");
  expect(fit("abcdef", 5)).toBe("abcd…");
  expect(fit("日本語", 5)).toBe("日本…");
  expect(fit("日本語x", 4)).toBe("日… ");
});

it("lets no control reach the terminal", () => {
  expect(fit("\u001b[2J", 6)).toBe("␛[2J  ");
  expect(wrap("a\nb\u202ec", 0)).toEqual(["a␤bc"]);
});

it("breaks lines between words, and words that are too long", () => {
  const lines = wrap(`${"word ".repeat(20)}${"x".repeat(100)}`, 4, "  - ");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^ {2}- word word/);
  expect(lines.slice(1).every((line) => line.startsWith("    "))).toBe(true);
  expect(lines.every((line) => columnsOf(line) <= 80)).toBe(true);
});
