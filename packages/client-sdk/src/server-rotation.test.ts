import { expect, it } from "vitest";
import { ServerRotation } from "./server-rotation.ts";

function walk(random: () => number, steps = 4): string[] {
  const rotation = new ServerRotation(["a", "b", "c"], random);
  return Array.from({ length: steps }, () => rotation.next());
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

it("leaves out a server that was dropped, and none of the others", () => {
  for (const dropped of ["a", "b", "c"]) {
    for (let steps = 1; steps <= 3; steps++) {
      const rotation = new ServerRotation(["a", "b", "c"]);
      const before = Array.from({ length: 3 }, () => rotation.next());
      for (let step = 0; step < steps; step++) rotation.next();
      const rest = [...before.slice(steps), ...before.slice(0, steps)].filter((server) => server !== dropped);
      expect(rotation.drop(dropped)).toBe(true);
      expect([rotation.next(), rotation.next(), rotation.next()]).toEqual([...rest, rest[0]]);
    }
  }
});

it("keeps the last server", () => {
  const rotation = new ServerRotation(["a", "b"]);
  expect([rotation.drop("a"), rotation.drop("a"), rotation.drop("b")]).toEqual([true, false, false]);
  expect(rotation.next()).toBe("b");
});
