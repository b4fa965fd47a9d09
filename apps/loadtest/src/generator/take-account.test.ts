import fc from "fast-check";
import { expect, it } from "vitest";
import { emptyAccount } from "../metrics/ledger.ts";
import { Receipts } from "./receipts.ts";
import { StreamKind } from "./stamp.ts";
import { type AccountedClient, takeAccount } from "./take-account.ts";

function clientOf(index: number, parts: Partial<AccountedClient> = {}): AccountedClient {
  return { index, isExcused: false, receipts: new Receipts(), asked: 0, answered: 0, surplusAnswers: 0, ...parts };
}

/** What a client got: the sequence numbers of a stream. */
function receive(receipts: Receipts, kind: StreamKind, sender: number, sequences: readonly number[]): void {
  for (const sequence of sequences) receipts.arrive({ run: "t1", kind, sender, sequence, sentAtUs: 0, lateUs: 0 });
}

it("compares what was sent to a client with what it got", () => {
  const bob = clientOf(1);
  receive(bob.receipts, StreamKind.Direct, 0, [0, 2, 1, 1, 4]);
  const { direct } = takeAccount([bob], { direct: [[0, 1, 6]], shouts: [] }, []);
  expect(direct).toEqual({ ...emptyAccount(), expected: 6, received: 4, lost: 2, duplicated: 1, outOfOrder: 1 });
});

it("counts a stream of which nothing arrived as lost", () => {
  const { direct } = takeAccount([clientOf(1)], { direct: [[0, 1, 6]], shouts: [] }, []);
  expect(direct).toMatchObject({ expected: 6, received: 0, lost: 6 });
});

it("leaves the clients of other workers to them", () => {
  expect(takeAccount([clientOf(1)], { direct: [[0, 2, 6]], shouts: [] }, []).direct).toEqual(emptyAccount());
});

it("counts what was sent to a client that never joined, where it belongs", () => {
  const sent = { direct: [[0, 2, 6] as const], shouts: [] };
  const isOurs = (receiver: number) => receiver === 2;
  expect(takeAccount([clientOf(1)], sent, [[0, 2, 5]], isOurs).direct).toMatchObject({
    expected: 6,
    refused: 5,
    lost: 1,
  });
});

it("counts a shout that comes back to its sender, and an answer that fits no question, as one too many", () => {
  const bob = clientOf(0, { asked: 2, answered: 2, surplusAnswers: 1 });
  receive(bob.receipts, StreamKind.Shout, 0, [0, 1]);
  const totals = takeAccount([bob], { direct: [], shouts: [[0, 2]] }, []);
  expect(totals.shout).toMatchObject({ expected: 0, received: 0, duplicated: 2 });
  expect(totals.request).toMatchObject({ expected: 2, received: 2, duplicated: 1 });
});

it("expects a shout at everybody but its sender", () => {
  const clients = [clientOf(0), clientOf(1), clientOf(2)];
  receive((clients[1] as AccountedClient).receipts, StreamKind.Shout, 0, [0, 1]);
  const { shout } = takeAccount(clients, { direct: [], shouts: [[0, 2]] }, []);
  expect(shout).toMatchObject({ expected: 4, received: 2, lost: 2 });
});

it("takes what is missing first for what its sender was told of", () => {
  const bob = clientOf(1);
  receive(bob.receipts, StreamKind.Direct, 0, [0, 1, 2]);
  const sent = { direct: [[0, 1, 5] as const], shouts: [] };
  expect(takeAccount([bob], sent, [[0, 1, 1]]).direct).toMatchObject({ refused: 1, lost: 1 });
  expect(takeAccount([bob], sent, [[0, 1, 9]]).direct).toMatchObject({ refused: 2, lost: 0 });
  // Of somebody else's messages, and of ours to somebody else.
  expect(
    takeAccount([bob], sent, [
      [2, 1, 9],
      [0, 2, 9],
    ]).direct,
  ).toMatchObject({ refused: 0, lost: 2 });
});

it("excuses what a client that is meant to be cut off did not get", () => {
  const slow = clientOf(1, { isExcused: true, asked: 5, answered: 2 });
  const totals = takeAccount([slow], { direct: [[0, 1, 6]], shouts: [[0, 3]] }, []);
  expect(totals.direct).toMatchObject({ expected: 6, lost: 0, excused: 6 });
  expect(totals.shout).toMatchObject({ expected: 3, lost: 0, excused: 3 });
  expect(totals.request).toMatchObject({ expected: 5, received: 2, lost: 0, excused: 3 });
});

it("counts what arrived altered", () => {
  const bob = clientOf(1);
  bob.receipts.corrupted[StreamKind.Direct] = 2;
  bob.receipts.corrupted[StreamKind.Shout] = 3;
  const totals = takeAccount([bob], { direct: [], shouts: [] }, []);
  expect([totals.direct.corrupted, totals.shout.corrupted]).toEqual([2, 3]);
});

it("adds up whatever happened", () => {
  const count = fc.nat(12);
  const client = fc.record({
    isExcused: fc.boolean(),
    direct: fc.array(fc.nat(11)),
    shouts: fc.array(fc.nat(11)),
    asked: fc.integer({ min: 5, max: 9 }),
    answered: fc.nat(5),
  });
  fc.assert(
    fc.property(
      fc.array(client, { minLength: 1, maxLength: 5 }),
      count,
      count,
      count,
      (drawn, direct, shouts, told) => {
        const clients = drawn.map((parts, index) => {
          const made = clientOf(index, parts);
          receive(
            made.receipts,
            StreamKind.Direct,
            9,
            parts.direct.filter((sequence) => sequence < direct),
          );
          receive(
            made.receipts,
            StreamKind.Shout,
            9,
            parts.shouts.filter((sequence) => sequence < shouts),
          );
          return made;
        });
        const sent = {
          direct: clients.map(({ index }) => [9, index, direct] as const),
          shouts: [[9, shouts] as const],
        };
        const totals = takeAccount(clients, sent, [[9, 0, told]]);
        for (const { expected, received, lost, refused, excused } of Object.values(totals)) {
          expect(received + lost + refused + excused).toBe(expected);
        }
        expect(totals.direct.received).toBe(
          clients.reduce((sum, { receipts }) => sum + (receipts.direct.get(9)?.received ?? 0), 0),
        );
        expect(totals.shout.expected).toBe(clients.length * shouts);
      },
    ),
  );
});
