import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { raceAbort } from "./race-abort.ts";

const NEVER = new Promise<never>(() => undefined);
const reason = new Error("enough");

it("gives what the promise gives, and leaves no listener", async () => {
  const { signal } = new AbortController();
  expect(await raceAbort(Promise.resolve(1), signal)).toBe(1);
  expect(await raceAbort(Promise.resolve(2), undefined)).toBe(2);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("rejects with the signal's reason, before or after it began", async () => {
  await expect(raceAbort(NEVER, AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const wait = raceAbort(NEVER, controller.signal);
  controller.abort(reason);
  await expect(wait).rejects.toBe(reason);
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});

it("does not mind what becomes of the promise later", async () => {
  const late = Promise.withResolvers<void>();
  await expect(raceAbort(late.promise, AbortSignal.abort(reason))).rejects.toBe(reason);
  late.reject(new Error("An unhandled rejection would fail this run."));
  await new Promise(setImmediate);
});
