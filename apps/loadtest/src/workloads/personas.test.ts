import { expect, it } from "vitest";
import { createPersonas } from "./personas.ts";

const pace = { min: 100, max: 1_000 };

it("lets a bot choose evenly among the five things to write, as the original's does", () => {
  const personas = createPersonas({ shouts: 0.2, pace, slowReaders: 0 });
  const writes = { time: 0.2, list: 0.2, direct: 0.2, shout: 0.2, nobody: 0.2 };
  expect(personas).toEqual([{ name: "chatter", ofBots: 1, paceMs: pace, writes, reads: true }]);
});

it("shares the rest among the others when more is shouted", () => {
  expect(createPersonas({ shouts: 0.6, pace, slowReaders: 0 })[0]?.writes).toMatchObject({ shout: 0.6, direct: 0.1 });
});

it("has bots that read nothing", () => {
  expect(createPersonas({ shouts: 0.2, pace, slowReaders: 0.25 })).toMatchObject([
    { name: "chatter", ofBots: 0.75, reads: true },
    { name: "slow reader", ofBots: 0.25, reads: false },
  ]);
});
