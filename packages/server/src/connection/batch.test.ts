import { expect, it } from "vitest";
import { SharedLine } from "../delivery/line.ts";
import { Batch } from "./batch.ts";

/** A line that one more outbox holds already. */
function createSharedLine(text: string): SharedLine {
  const line = new SharedLine(text);
  line.hold();
  return line;
}

it("counts the memory that it holds, and more for the first line", () => {
  const batch = new Batch();
  const first = batch.hold(100);
  expect(first).toBeGreaterThan(100);
  expect(batch.hold(100)).toBe(100);
  expect(batch.heldBytes).toBe(first + 100);
  expect([batch.release(), batch.heldBytes, batch.release()]).toEqual([first + 100, 0, 0]);
});

it("answers for its part of shared lines, and frees those that it is the last to hold", () => {
  const batch = new Batch();
  const [elsewhere, here] = [createSharedLine("x".repeat(1_000)), new SharedLine("y".repeat(10))];
  for (const line of [elsewhere, here]) {
    line.hold();
    batch.addShared(line.text, line);
  }
  expect(batch.heldBytes).toBe(500 + 10);
  expect([batch.release(), batch.heldBytes]).toEqual([10, 0]);
  expect(elsewhere.bytesPerHolder).toBe(1_000);
});

it("counts the messages of each sender", () => {
  const batch = new Batch();
  const [ada, bob] = [{ undeliverable: () => undefined }, { undeliverable: () => undefined }];
  for (const sender of [ada, null, bob, ada]) batch.add("hello\n", sender);
  const counts = new Map([[bob, 5]]);
  batch.countInto(counts);
  expect([...counts]).toEqual([
    [bob, 6],
    [ada, 2],
  ]);
  expect([batch.messages, batch.isFromServer]).toEqual([4, false]);
});
