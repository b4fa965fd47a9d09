import { expect, it } from "vitest";
import { emptyAccount } from "../result/outcomes.ts";
import { addAccounts, mergeSent } from "./ledger.ts";

it("adds up the accounts of the workers, name by name", () => {
  const one = { expected: 8, received: 1, lost: 2, duplicated: 3, outOfOrder: 4, corrupted: 5, refused: 6, exempt: 7 };
  const sum = { direct: emptyAccount(), shout: emptyAccount(), request: emptyAccount() };
  addAccounts(sum, { direct: one, shout: emptyAccount(), request: one });
  addAccounts(sum, { direct: one, shout: one, request: emptyAccount() });
  expect(sum.direct).toEqual({
    expected: 16,
    received: 2,
    lost: 4,
    duplicated: 6,
    outOfOrder: 8,
    corrupted: 10,
    refused: 12,
    exempt: 14,
  });
  expect(sum.shout).toEqual(one);
  expect(sum.request).toEqual(one);
});

it("puts together what the workers have sent", () => {
  const times = { sender: 0, sentUs: [1, 2, 3], settledUs: [2] };
  const merged = mergeSent([
    { shouts: [[0, 3]], direct: [[0, 1, 5]], shoutTimes: [times], slowReaders: [] },
    { shouts: [], direct: [[1, 0, 4]], shoutTimes: [], slowReaders: [1] },
  ]);
  expect(merged).toEqual({
    shouts: [[0, 3]],
    direct: [
      [0, 1, 5],
      [1, 0, 4],
    ],
    shoutTimes: [times],
    slowReaders: [1],
  });
});
