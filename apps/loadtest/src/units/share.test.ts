import { expect, it } from "vitest";
import { parseShare } from "./share.ts";

it.each([
  ["20%", 0.2],
  ["0.5%", 0.005],
  ["100 %", 1],
  ["0%", 0],
])("reads %s", (text, share) => expect(parseShare(text)).toBe(share));

it.each(["", "%", "0.2", "101%", "-1%", "20", "20%%"])("refuses %j", (text) => expect(parseShare(text)).toBeNull());
