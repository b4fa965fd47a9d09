import { expect, it } from "vitest";
import { NotConnectedError } from "./errors.ts";
import { OfflineQueue } from "./offline-queue.ts";
import type { SentMessage } from "./sent-message.ts";

function message(id: number, to = "Bob"): SentMessage {
  return { id, to, text: "hello" };
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
  kept.add(message(2, "Cleo"), 100);
  expect(() => kept.add(message(3), 100)).toThrow("2 messages are kept already, of 200 bytes");
  expect(kept.shift(new Set(["bob"]))).toEqual(message(1));
  kept.add(message(3), 150);
  expect(kept.takeAll()).toEqual([message(2, "Cleo"), message(3)]);
  kept.add(message(4), 250);
  expect([kept.shift(), kept.shift(), kept.takeAll()]).toEqual([message(4), undefined, []]);
});

it("finds a receiver however the name is spelled, and leaves the messages of others in order", () => {
  const kept = new OfflineQueue(100, 1_000);
  for (const [id, to] of [
    [1, "Bob"],
    [2, "Cleo"],
    [3, "BOB"],
    [4, "Cleo"],
  ] as const)
    kept.add(message(id, to), 1);
  expect([kept.hasFor("bOb"), kept.hasFor("Dan"), kept.length]).toEqual([true, false, 4]);
  const bob = new Set(["bob"]);
  expect([kept.shift(bob), kept.shift(bob), kept.shift(bob)]).toEqual([
    message(1, "Bob"),
    message(3, "BOB"),
    undefined,
  ]);
  expect(kept.hasFor("Bob")).toBe(false);
  expect(kept.takeAll()).toEqual([message(2, "Cleo"), message(4, "Cleo")]);
});
