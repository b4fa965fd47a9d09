import { expect, it } from "vitest";
import { RecentNames } from "./recent-names.ts";

it("keeps those who were heard of last", () => {
  const names = new RecentNames();
  names.add("Ada");
  names.add("Bob");
  names.add("Ada");
  expect([...names]).toEqual(["Bob", "Ada"]);
  for (let index = 0; index < 999; index++) names.add(`user ${index}`);
  expect([...names]).toHaveLength(1_000);
  expect([...names]).not.toContain("Bob");
  expect([...names]).toContain("Ada");
});
