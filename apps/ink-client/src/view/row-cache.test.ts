import { expect, it } from "vitest";
import { RowCache } from "./row-cache.ts";

/** A cache of at most 10 rows, and the texts for which rows were made. */
function createCache() {
  const cache = new RowCache<{ text: string }>(10);
  const made: string[] = [];
  const show = (key: { text: string }, width = 80) =>
    cache.rowsOf(key, width, () => {
      made.push(`${key.text} in ${width}`);
      return [[{ text: key.text }], [{ text: "second row" }]];
    });
  return { made, show };
}

it("lays out what is shown again only once, and anew in another width", () => {
  const { made, show } = createCache();
  const key = { text: "hello" };
  expect(show(key)).toBe(show(key));
  expect(show(key, 40)[0]).toEqual([{ text: "hello" }]);
  expect(made).toEqual(["hello in 80", "hello in 40"]);
});

it("forgets what has not been shown for long, and keeps what is", () => {
  const { made, show } = createCache();
  const [kept, left] = [{ text: "kept" }, { text: "left" }];
  show(left);
  for (let index = 0; index < 20; index++) {
    show(kept);
    show({ text: `other ${index}` });
  }
  expect(made.filter((what) => what.startsWith("kept"))).toHaveLength(1);
  show(left);
  expect(made.filter((what) => what.startsWith("left"))).toHaveLength(2);
});
