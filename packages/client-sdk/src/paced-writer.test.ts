import { afterEach, expect, it, vi } from "vitest";
import { PacedWriter } from "./paced-writer.ts";

afterEach(() => vi.useRealTimers());

/** Writes nowhere, and notes when. */
function createWriter() {
  const written: { line: string; at: number }[] = [];
  const writer = new PacedWriter((line) => {
    written.push({ line, at: performance.now() });
    return null;
  });
  const gaps = () => written.slice(1).map(({ at }, index) => at - (written[index]?.at ?? 0));
  return { writer, written, gaps };
}

function keepBusy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it("writes the first line at once, and each other at least 20 ms after the one before, however busy the process is", async () => {
  const { writer, written, gaps } = createWriter();
  // A timer that is set at the end of a long turn counts from its beginning.
  await new Promise(setImmediate);
  keepBusy(15);
  const lines = Array.from({ length: 6 }, (_, index) => `${index}\n`);
  const waiting = lines.map((line) => writer.push(line));
  expect(written).toHaveLength(1);
  expect([writer.waitingBytes, writer.delayMs, writer.isIdle]).toEqual([10, 100, false]);
  for (const wait of waiting) {
    await wait;
    keepBusy(15);
  }
  expect(written.map(({ line }) => line)).toEqual(lines);
  expect(Math.min(...gaps())).toBeGreaterThanOrEqual(20);
  await writer.finish();
  expect([writer.waitingBytes, writer.delayMs, writer.isIdle]).toEqual([0, 0, true]);
});

it("keeps the gap to a line that was written before it fell idle", async () => {
  const { writer, gaps } = createWriter();
  await writer.push("one\n");
  await writer.push("two\n");
  expect(Math.min(...gaps())).toBeGreaterThanOrEqual(20);
  await writer.finish();
});

it("waits until what it writes to takes more", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const drained = Promise.withResolvers<void>();
  const lines: string[] = [];
  const writer = new PacedWriter((line) => {
    lines.push(line);
    return lines.length === 1 ? drained.promise : null;
  });
  const [first, second] = [writer.push("one\n"), writer.push("two\n")];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lines).toEqual(["one\n"]);
  drained.resolve();
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all([first, second, writer.finish()]);
  expect(lines).toEqual(["one\n", "two\n"]);
});

it("writes the rest at once when no gap is needed any more, in order with what comes then", async () => {
  // No timer ever fires.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { writer, written } = createWriter();
  const waiting = ["one\n", "two\n", "three\n"].map((line) => writer.push(line));
  writer.hurry();
  waiting.push(writer.push("four\n"));
  await Promise.all(waiting);
  expect(written.map(({ line }) => line)).toEqual(["one\n", "two\n", "three\n", "four\n"]);
  await writer.finish();
  expect(writer.isIdle).toBe(true);
});

it("lets nobody wait when there is nothing left to write to, and writes no more", async () => {
  const { writer, written } = createWriter();
  const waiting = ["one\n", "two\n", "three\n"].map((line) => writer.push(line));
  writer.stop();
  await Promise.all(waiting);
  await writer.finish();
  expect(written).toHaveLength(1);
  expect(writer.waitingBytes).toBe(0);
});

it("keeps the order when something is pushed while it writes", async () => {
  const lines: string[] = [];
  const writer: PacedWriter = new PacedWriter((line) => {
    if (lines.push(line) === 1) void writer.push("inner\n");
    return null;
  });
  await Promise.all([writer.push("one\n"), writer.push("two\n")]);
  await writer.finish();
  expect(lines).toEqual(["one\n", "inner\n", "two\n"]);
});
