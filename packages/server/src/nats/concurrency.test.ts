import { expect, it } from "vitest";
import { KeyedQueue } from "./concurrency.ts";

it("runs tasks of one key in turn, and those of other keys at the same time", async () => {
  const queue = new KeyedQueue(10);
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

it("is idle when all its tasks have ended", async () => {
  const queue = new KeyedQueue(10);
  const done: number[] = [];
  for (let index = 0; index < 3; index++) queue.run("ada", async () => void done.push(index));
  await queue.idle();
  expect(done).toEqual([0, 1, 2]);
});

it("runs a limited number at the same time, and the others as soon as one has ended", async () => {
  const queue = new KeyedQueue(2);
  const tasks = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  let [running, most] = [0, 0];
  for (const [index, { promise }] of tasks.entries()) {
    queue.run(`key ${index}`, async () => {
      running += 1;
      most = Math.max(most, running);
      await promise;
      running -= 1;
    });
  }
  for (const { resolve } of tasks) resolve();
  await queue.idle();
  expect([running, most]).toEqual([0, 2]);
});
