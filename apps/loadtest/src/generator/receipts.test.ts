import { expect, it } from "vitest";
import { Receipts } from "./receipts.ts";
import { type Stamp, StreamKind } from "./stamp.ts";

function stamp(kind: StreamKind, sender: number, sequence: number): Stamp {
  return { run: "t1", kind, sender, sequence, sentAtUs: 0, lateUs: 0 };
}

it("keeps each sender's direct messages and shouts apart", () => {
  const receipts = new Receipts();
  for (const kind of [StreamKind.Direct, StreamKind.Shout]) {
    for (const sender of [1, 2]) {
      expect(receipts.record(stamp(kind, sender, 0))).toBe(true);
      expect(receipts.record(stamp(kind, sender, 0))).toBe(false);
    }
  }
  for (const accounts of [receipts.direct, receipts.shouts]) {
    expect(accounts.get(1)).toMatchObject({ delivered: 1, duplicated: 1 });
    expect(accounts.get(2)).toMatchObject({ delivered: 1, duplicated: 1 });
  }
});

it("takes a late message for new", () => {
  const receipts = new Receipts();
  expect([1, 0, 0].map((sequence) => receipts.record(stamp(StreamKind.Direct, 1, sequence)))).toEqual([
    true,
    true,
    false,
  ]);
});
