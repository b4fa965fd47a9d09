import { expect, it, vi } from "vitest";
import { AwaitedHits } from "./awaited-hits.ts";

/** Asks nodes of an act. Returns its number, and what it resolves with once it does. */
function begin(hits: AwaitedHits<string>, ...nodes: string[]) {
  const settled = vi.fn<(sum: number) => void>();
  let number = 0;
  const sum = hits.begin(nodes, (given) => {
    number = given;
  });
  sum.then(settled);
  return { number, sum, settled };
}

it("adds up the answers, each node's once, and resolves with the last", async () => {
  const hits = new AwaitedHits<string>();
  const { number, sum, settled } = begin(hits, "a", "b");
  hits.answered(number, "a", 2);
  hits.answered(number, "a", 100);
  hits.answered(number, "stranger", 100);
  hits.answered(number + 1, "b", 100);
  await Promise.resolve();
  expect(settled).not.toHaveBeenCalled();
  hits.answered(number, "b", 3);
  expect(await sum).toBe(5);
});

it("resolves at once when there is nobody to ask, or when all answer while they are asked", async () => {
  const hits = new AwaitedHits<string>();
  expect(await begin(hits).sum).toBe(0);
  expect(await hits.begin(["a"], (number) => hits.answered(number, "a", 7))).toBe(7);
});

it("tells acts apart, and counts a node that has gone as answered in all of them", async () => {
  const hits = new AwaitedHits<string>();
  const [first, second] = [begin(hits, "a", "b"), begin(hits, "a")];
  hits.answered(first.number, "b", 1);
  hits.gone("a");
  expect(await Promise.all([first.sum, second.sum])).toEqual([1, 0]);
});

it("gives up, names those that are silent, and ignores what they say later", async () => {
  const hits = new AwaitedHits<string>();
  const { number, sum } = begin(hits, "a", "b", "c");
  hits.answered(number, "b", 4);
  expect(hits.giveUp(number)).toEqual(["a", "c"]);
  hits.answered(number, "a", 100);
  expect(await sum).toBe(4);
  expect(hits.giveUp(number)).toEqual([]);
});
