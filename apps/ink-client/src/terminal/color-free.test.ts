import { expect, it } from "vitest";
import { removeColors } from "./color-free.ts";

it.each([
  ["\u001b[31mred\u001b[39m", "red"],
  ["\u001b[1mbold\u001b[22m", "\u001b[1mbold\u001b[22m"],
  ["\u001b[1;38;5;196;7mx\u001b[0m", "\u001b[1;7mx\u001b[0m"],
  ["\u001b[38;2;1;2;7mx\u001b[m", "x\u001b[m"],
  ["\u001b[38:2::1:2:3;2mx", "\u001b[2mx"],
  ["\u001b[97;104;4mx", "\u001b[4mx"],
  ["\u001b[31Gx\u001b[2K", "\u001b[31Gx\u001b[2K"],
])("leaves of %j what is no colour", (output, expected) => {
  expect(removeColors(output)).toBe(expected);
});
