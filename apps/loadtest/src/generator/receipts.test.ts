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
      expect(receipts.arrive(stamp(kind, sender, 0))).toBe(true);
      expect(receipts.arrive(stamp(kind, sender, 0))).toBe(false);
    }
  }
  expect(receipts.direct.get(1)).toMatchObject({ received: 1, duplicated: 1 });
  expect(receipts.direct.get(2)).toMatchObject({ received: 1, duplicated: 1 });
  expect(receipts.shouts.get(1)).toMatchObject({ received: 1, duplicated: 1 });
  expect(receipts.shouts.get(2)).toMatchObject({ received: 1, duplicated: 1 });
});
