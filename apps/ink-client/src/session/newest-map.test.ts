import { expect, it } from "vitest";
import { NewestMap } from "./newest-map.ts";

it("keeps what was set last", () => {
  const map = new NewestMap<number>(3);
  map.set("Ada", 1).set("Bob", 2).set("Ada", 3);
  expect([...map]).toEqual([
    ["Bob", 2],
    ["Ada", 3],
  ]);
  map.set("Cleo", 4).set("Dan", 5);
  expect([...map.keys()]).toEqual(["Ada", "Cleo", "Dan"]);
});
