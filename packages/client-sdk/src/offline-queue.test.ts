import { expect, it } from "vitest";
import { NotConnectedError } from "./errors.ts";
import { OfflineQueue } from "./offline-queue.ts";
import type { SentMessage } from "./sent-message.ts";

function message(id: number): SentMessage {
  return { id, to: "Bob", text: "hello" };
}

it("keeps so many messages and no more", () => {
  const kept = new OfflineQueue(2, 1_000);
  kept.add(message(1), 100);
  kept.add(message(2), 100);
  expect(() => kept.add(message(3), 100)).toThrow(NotConnectedError);
  expect(kept.takeAll()).toEqual([message(1), message(2)]);
});

it("keeps so many bytes and no more, and has room again for what was taken", () => {
  const kept = new OfflineQueue(100, 250);
  kept.add(message(1), 100);
  kept.add(message(2), 100);
  expect(() => kept.add(message(3), 100)).toThrow("2 messages are kept for it already, of 200 bytes");
  expect(kept.shift()).toEqual(message(1));
  kept.add(message(3), 150);
  expect(kept.takeAll()).toEqual([message(2), message(3)]);
  kept.add(message(4), 250);
  expect([kept.shift(), kept.shift()]).toEqual([message(4), undefined]);
});
