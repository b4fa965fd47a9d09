import { expect, it } from "vitest";
import { KeyedQueue } from "./keyed-queue.ts";

it("runs what concerns one key in turn, and other keys beside it", async () => {
  const queue = new KeyedQueue();
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  queue.run("ada", () => first.promise.then(() => void done.push("ada 1")));
  const second = queue.run("ada", async () => void done.push("ada 2"));
  await queue.run("bob", async () => void done.push("bob"));
  expect(done).toEqual(["bob"]);
  first.resolve();
  await second;
  expect(done).toEqual(["bob", "ada 1", "ada 2"]);
});

it("tells when all that it was given has ended", async () => {
  const queue = new KeyedQueue();
  const done: number[] = [];
  for (let index = 0; index < 3; index++) queue.run("ada", async () => void done.push(index));
  await queue.idle();
  expect(done).toEqual([0, 1, 2]);
});
