import { expect, it } from "vitest";
import { ServerRotation } from "./server-rotation.ts";

function walk(random: () => number, steps = 4): string[] {
  const rotation = new ServerRotation(["a", "b", "c"], random);
  return Array.from({ length: steps }, () => {
    const { current } = rotation;
    rotation.advance();
    return current;
  });
}

it("goes through all servers in a random order, again and again", () => {
  expect(walk(() => 0)).toEqual(["c", "b", "a", "c"]);
  expect(walk(() => 0.999)).toEqual(["a", "b", "c", "a"]);
});

it("begins with each server as often as with any other", () => {
  const firsts = new Map<string, number>();
  for (let index = 0; index < 3_000; index++) {
    const [first = ""] = walk(Math.random, 1);
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  // A third each; ten standard deviations are some 260.
  for (const name of ["a", "b", "c"]) expect(Math.abs((firsts.get(name) ?? 0) - 1_000)).toBeLessThan(260);
});
