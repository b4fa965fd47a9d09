import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SILENCE_MS, SilenceWatch } from "./silence-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("lets those begin anew who have heard nothing for long, again and again", () => {
  const begunAnew: string[] = [];
  const watch = new SilenceWatch<string>((client) => begunAnew.push(client));
  watch.start();
  for (const client of ["silent", "lively", "gone"]) watch.touch(client);
  watch.forget("gone");
  for (let heard = 0; heard < 6; heard++) {
    vi.advanceTimersByTime(SILENCE_MS - 1);
    watch.touch("lively");
  }
  expect(begunAnew.length).toBeGreaterThanOrEqual(4);
  expect(new Set(begunAnew)).toEqual(new Set(["silent"]));
});

it("is still once it is stopped", () => {
  const begunAnew: string[] = [];
  const watch = new SilenceWatch<string>((client) => begunAnew.push(client));
  watch.start();
  watch.touch("silent");
  watch.stop();
  vi.advanceTimersByTime(SILENCE_MS * 3);
  expect(begunAnew).toEqual([]);
});
