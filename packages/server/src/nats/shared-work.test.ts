import { expect, it } from "vitest";
import { SharedWork } from "./shared-work.ts";

it("gives each piece of work to one of all nodes", () => {
  const sessions = ["b", "c", "a"];
  const shares = sessions.map((session) => new SharedWork(session));
  for (const share of shares) share.shareAmong(sessions);
  for (let number = 0; number < 10; number++) {
    expect(shares.filter((share) => share.isMine(number))).toHaveLength(1);
  }
});

it("gives everything to a node that knows of no other, itself included or not", () => {
  const share = new SharedWork("a");
  expect([0, 1, 2].every((number) => share.isMine(number))).toBe(true);
  share.shareAmong(["a"]);
  expect([0, 1, 2].every((number) => share.isMine(number))).toBe(true);
});
