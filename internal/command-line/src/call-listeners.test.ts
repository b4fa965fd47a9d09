import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { callListeners, watchPromise } from "./call-listeners.ts";

it("calls every listener in order, also behind one that fails, and reports each failure", async () => {
  const emitter = new EventEmitter();
  const heard: unknown[] = [];
  const failed = vi.fn();
  emitter.on("news", () => {
    throw Object.create(null);
  });
  emitter.on("news", async (text) => {
    heard.push(text);
    throw "late";
  });
  emitter.on("news", (text) => heard.push(text));
  expect(callListeners(emitter, "news", ["hello"], failed)).toBe(true);
  expect(heard).toEqual(["hello", "hello"]);
  await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(2));
  expect(failed).toHaveBeenLastCalledWith("late");
});

it("calls a listener of one event once, with the emitter as its this", () => {
  const emitter = new EventEmitter();
  const listener = vi.fn(function (this: unknown) {
    expect(this).toBe(emitter);
  });
  emitter.once("news", listener);
  const failed = vi.fn();
  expect([1, 2].map(() => callListeners(emitter, "news", [], failed))).toEqual([true, false]);
  expect(listener).toHaveBeenCalledTimes(1);
  expect(failed).not.toHaveBeenCalled();
});

it("watches a promise, and nothing else that a callback returns", async () => {
  const failed = vi.fn();
  for (const returned of [undefined, null, 5, {}, Promise.resolve(1)]) watchPromise(returned, failed);
  const reason = new Error("broken");
  watchPromise(Promise.reject(reason), failed);
  await vi.waitFor(() => expect(failed.mock.calls).toEqual([[reason]]));
});
