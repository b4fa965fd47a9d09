import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SentTable } from "../metrics/ledger.ts";
import { emptyAccount } from "../result/outcomes.ts";
import type { ConnectionInterval } from "./connection-interval.ts";
import { Receipts } from "./receipts.ts";
import { StreamKind } from "./stamp.ts";
import { type AccountedClient, takeAccount } from "./take-account.ts";

function clientOf(index: number, parts: Partial<AccountedClient> = {}): AccountedClient {
  const receipts = new Receipts();
  return { index, isExempt: false, receipts, intervals: [], asked: 0, answered: 0, surplusAnswers: 0, ...parts };
}

function sentOf(parts: Partial<SentTable> = {}): SentTable {
  return { direct: [], shouts: [], shoutTimes: [], slowReaders: [], ...parts };
}

/** Lets a client receive these sequence numbers of a stream. */
function receive(receipts: Receipts, kind: StreamKind, sender: number, sequences: readonly number[]): void {
  for (const sequence of sequences) receipts.record({ run: "t1", kind, sender, sequence, sentAtUs: 0, lateUs: 0 });
}

/** In microseconds. */
function seconds(...moments: readonly number[]): number[] {
  return moments.map((second) => second * 1e6);
}

/** An interval of which joining and leaving take no time, in seconds. */
function intervalOf(fromS: number, toS: number): ConnectionInterval {
  const [from = 0, to = 0] = seconds(fromS, toS);
  return { startedUs: from, joinedUs: from, leavingUs: to, closedUs: to };
}

it("compares what was sent to a client with what it got", () => {
  const bob = clientOf(1);
  receive(bob.receipts, StreamKind.Direct, 0, [0, 2, 1, 1, 4]);
  const { direct } = takeAccount([bob], sentOf({ direct: [[0, 1, 6]] }), []);
  expect(direct).toEqual({ ...emptyAccount(), expected: 6, received: 4, lost: 2, duplicated: 1, outOfOrder: 1 });
});

it("counts a stream of which nothing arrived as lost", () => {
  const { direct } = takeAccount([clientOf(1)], sentOf({ direct: [[0, 1, 6]] }), []);
  expect(direct).toMatchObject({ expected: 6, received: 0, lost: 6 });
});

it("leaves the clients of other workers to them", () => {
  expect(takeAccount([clientOf(1)], sentOf({ direct: [[0, 2, 6]] }), []).direct).toEqual(emptyAccount());
});

it("counts what was sent to a client that never joined, where it belongs", () => {
  const sent = sentOf({ direct: [[0, 2, 6]] });
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
  const totals = takeAccount([bob], sentOf({ shouts: [[0, 2]] }), []);
  expect(totals.shout).toMatchObject({ expected: 0, received: 0, duplicated: 2 });
  expect(totals.request).toMatchObject({ expected: 2, received: 2, duplicated: 1 });
});

it("expects a shout at everybody but its sender", () => {
  const clients = [clientOf(0), clientOf(1), clientOf(2)];
  receive((clients[1] as AccountedClient).receipts, StreamKind.Shout, 0, [0, 1]);
  const { shout } = takeAccount(clients, sentOf({ shouts: [[0, 2]] }), []);
  expect(shout).toMatchObject({ expected: 4, received: 2, lost: 2 });
});

it("takes missing messages first for those that were reported to their sender", () => {
  const bob = clientOf(1);
  receive(bob.receipts, StreamKind.Direct, 0, [0, 1, 2]);
  const sent = sentOf({ direct: [[0, 1, 5]] });
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

it("exempts what a client that is meant to be cut off did not get", () => {
  const slow = clientOf(1, { isExempt: true, asked: 5, answered: 2 });
  const totals = takeAccount([slow], sentOf({ direct: [[0, 1, 6]], shouts: [[0, 3]] }), []);
  expect(totals.direct).toMatchObject({ expected: 6, lost: 0, exempt: 6 });
  expect(totals.shout).toMatchObject({ expected: 3, lost: 0, exempt: 3 });
  expect(totals.request).toMatchObject({ expected: 5, received: 2, lost: 0, exempt: 3 });
});

it("exempts what a client that is meant to be cut off has sent, and nobody knows whether it was read", () => {
  const bob = clientOf(1);
  receive(bob.receipts, StreamKind.Direct, 0, [0]);
  receive(bob.receipts, StreamKind.Shout, 0, [0, 1]);
  const sent = sentOf({ direct: [[0, 1, 3]], shouts: [[0, 3]], slowReaders: [0] });
  const { direct, shout } = takeAccount([bob], sent, []);
  expect(direct).toMatchObject({ expected: 3, received: 1, lost: 0, exempt: 2 });
  expect(shout).toMatchObject({ expected: 3, received: 2, lost: 0, exempt: 1 });
});

describe("a receiver that comes and goes", () => {
  /** One message to everyone each second, from the first second on, answered a millisecond later. */
  const shoutTimes = [{ sender: 0, sentUs: seconds(1, 2, 3, 4, 5, 6, 7, 8), settledUs: seconds(1.001, 2.001, 3.001) }];
  for (const second of [4.001, 5.001, 6.001, 7.001, 8.001]) shoutTimes[0]?.settledUs.push(...seconds(second));
  const sent = sentOf({ shouts: [[0, 8]], shoutTimes });
  const accountOf = (intervals: readonly ConnectionInterval[], sequences: readonly number[]) => {
    const bob = clientOf(1, { intervals });
    receive(bob.receipts, StreamKind.Shout, 0, sequences);
    return takeAccount([bob], sent, []).shout;
  };

  it("has to get what was sent while it was there, and nothing else", () => {
    const intervals = [intervalOf(1.5, 3.5), intervalOf(6.5, Number.POSITIVE_INFINITY)];
    expect(accountOf(intervals, [1, 2, 6, 7])).toEqual({ ...emptyAccount(), expected: 4, received: 4 });
    expect(accountOf(intervals, [1, 7])).toEqual({ ...emptyAccount(), expected: 4, received: 2, lost: 2 });
    expect(accountOf(intervals, [])).toEqual({ ...emptyAccount(), expected: 4, lost: 4 });
  });

  it("is exempt for what was in flight when it came or left, and may get it", () => {
    const intervals = [{ startedUs: 2e6, joinedUs: 2.05e6, leavingUs: 4.0005e6, closedUs: 4.5e6 }];
    expect(accountOf(intervals, [1, 2, 3])).toEqual({ ...emptyAccount(), expected: 3, received: 3 });
    expect(accountOf(intervals, [2])).toEqual({ ...emptyAccount(), expected: 3, received: 1, exempt: 2 });
    expect(accountOf(intervals, [])).toEqual({ ...emptyAccount(), expected: 3, lost: 1, exempt: 2 });
  });

  it("got one too many when it gets what was sent while it was not there", () => {
    expect(accountOf([intervalOf(1.5, 3.5)], [1, 2, 5])).toMatchObject({ expected: 2, received: 2, duplicated: 1 });
  });

  it("is expected once to get what was in flight from one interval to the next", () => {
    const unanswered = [{ sender: 0, sentUs: seconds(1), settledUs: [] }];
    const bob = clientOf(1, { intervals: [intervalOf(0.5, 1.5), intervalOf(2, 3)] });
    const { shout } = takeAccount([bob], sentOf({ shouts: [[0, 1]], shoutTimes: unanswered }), []);
    expect(shout).toEqual({ ...emptyAccount(), expected: 1, exempt: 1 });
  });

  it("has to get what the server never answered when it was there to the end", () => {
    const unanswered = [{ sender: 0, sentUs: seconds(1, 2), settledUs: [] }];
    const bob = clientOf(1, { intervals: [intervalOf(0.5, Number.POSITIVE_INFINITY)] });
    receive(bob.receipts, StreamKind.Shout, 0, [0]);
    const { shout } = takeAccount([bob], sentOf({ shouts: [[0, 2]], shoutTimes: unanswered }), []);
    expect(shout).toEqual({ ...emptyAccount(), expected: 2, received: 1, lost: 1 });
  });

  it("leaves nothing unaccounted, whatever it got", () => {
    const momentUs = fc.integer({ min: 0, max: 10_000_000 });
    const moments = fc.array(momentUs, { minLength: 4, maxLength: 12 }).map((all) => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(moments, fc.array(fc.nat(7)), fc.boolean(), (times, sequences, staysOn) => {
        const intervals: ConnectionInterval[] = [];
        for (let at = 0; at + 4 <= times.length; at += 4) {
          const [startedUs = 0, joinedUs = 0, leavingUs = 0, closedUs = 0] = times.slice(at, at + 4);
          const end = Number.POSITIVE_INFINITY;
          const isLast = at + 8 > times.length;
          intervals.push(
            isLast && staysOn
              ? { startedUs, joinedUs, leavingUs: end, closedUs: end }
              : { startedUs, joinedUs, leavingUs, closedUs },
          );
        }
        const { expected, received, lost, refused, exempt, duplicated } = accountOf(intervals, sequences);
        expect(received + lost + refused + exempt).toBe(expected);
        expect(Math.min(received, lost, exempt, duplicated)).toBeGreaterThanOrEqual(0);
        expect(received + duplicated).toBe(sequences.length);
      }),
    );
  });
});

it("counts what arrived altered", () => {
  const bob = clientOf(1);
  bob.receipts.direct.corrupted = 2;
  bob.receipts.shouts.corrupted = 3;
  const totals = takeAccount([bob], sentOf(), []);
  expect([totals.direct.corrupted, totals.shout.corrupted]).toEqual([2, 3]);
});

it("lets no message that was never sent stand for one that is missing", () => {
  const bob = clientOf(1);
  receive(bob.receipts, StreamKind.Direct, 0, [0, 1, 7]);
  const { direct } = takeAccount([bob], sentOf({ direct: [[0, 1, 3]] }), []);
  expect(direct).toEqual({ ...emptyAccount(), expected: 3, received: 2, lost: 1, corrupted: 1 });
});

it("adds up whatever happened", () => {
  const count = fc.nat(12);
  const client = fc.record({
    isExempt: fc.boolean(),
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
        const sent = sentOf({
          direct: clients.map(({ index }) => [9, index, direct] as const),
          shouts: [[9, shouts] as const],
        });
        const totals = takeAccount(clients, sent, [[9, 0, told]]);
        for (const { expected, received, lost, refused, exempt } of Object.values(totals)) {
          expect(received + lost + refused + exempt).toBe(expected);
        }
        expect(totals.direct.received).toBe(
          clients.reduce((sum, { receipts }) => sum + (receipts.direct.get(9)?.delivered ?? 0), 0),
        );
        expect(totals.shout.expected).toBe(clients.length * shouts);
      },
    ),
  );
});
