import { expect, it } from "vitest";
import { nickColor } from "./nick-color.ts";
import { NAME_COLORS } from "./theme.ts";

it("gives a name the same colour for everybody, however it is spelled", () => {
  expect(nickColor("Ada")).toBe(nickColor("ada"));
  expect(nickColor("Ada")).toBe("name-19");
});

it("spreads names over all colours", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `user${index}`);
  expect(new Set(names.map(nickColor)).size).toBe(NAME_COLORS);
});
