import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { menuRows } from "./menu-rows.ts";

const items = ["Ada", "Bob", "Cleo", "Dan", "Eve", "Fay"].map((label) => ({ label, hint: "", isServer: false }));

function shown(selected: number, height: number): string[] {
  return menuRows({ items, selected }, 40, height).map((row) => rowText(row).trim());
}

it("tells how many choices are not seen, and keeps the chosen one in sight", () => {
  expect(shown(-1, 4)).toEqual(["Ada", "Bob", "Cleo", "… 3 more: Tab goes through all"]);
  expect(shown(4, 4)).toEqual(["Dan", "▸ Eve", "Fay", "… 3 more: Tab goes through all"]);
});

it("spends its rows on the choices where all fit, or hardly any do", () => {
  expect(shown(0, 6)).toEqual(["▸ Ada", "Bob", "Cleo", "Dan", "Eve", "Fay"]);
  expect(shown(-1, 2)).toEqual(["Ada", "Bob"]);
});
