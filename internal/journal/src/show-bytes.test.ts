import { expect, it } from "vitest";
import { showBytes } from "./show-bytes.ts";

const utf8 = new TextEncoder();

it.each([
  [utf8.encode("Zoë ❤\n"), "Zoë ❤␤"],
  [Uint8Array.of(0x63, 0xe9, 0x22), 'c\\xe9"'],
  [utf8.encode("é").subarray(0, 1), "\\xc3"],
  [utf8.encode("aé").subarray(2), "\\xa9"],
  [Uint8Array.of(0xff, 0xfb, 0x00, 0xc3, 0xa9), "\\xff\\xfb␀é"],
  [Uint8Array.of(0x1b, 0x9b), "␛\\x9b"],
])("shows %j as %j", (bytes, text) => {
  expect(showBytes(bytes)).toBe(text);
});
