import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RememberingAccount } from "./remembering-account.ts";
import { Arrival, isDelivery, StreamAccount } from "./stream-account.ts";
import { emptyTotals, type StreamTotals } from "./stream-totals.ts";

function totalsOf(numbers: readonly number[], sent: number, account = new StreamAccount()): StreamTotals {
  for (const number of numbers) account.record(number, sent);
  return account.totals(sent);
}

it.each<[what: string, numbers: number[], totals: Partial<StreamTotals>]>([
  ["nothing", [], { lost: 4 }],
  ["all in order", [0, 1, 2, 3], { inOrder: 4 }],
  ["the first one missing", [1, 2, 3], { inOrder: 3, lost: 1 }],
  ["the last ones missing", [0], { inOrder: 1, lost: 3 }],
  ["one twice", [0, 1, 1, 2, 3], { inOrder: 4, duplicated: 1 }],
  ["one twice, the second time late", [0, 1, 2, 3, 0], { inOrder: 4, duplicated: 1 }],
  ["two swapped", [0, 2, 1, 3], { inOrder: 3, outOfOrder: 1 }],
  ["one far behind the others", [1, 2, 3, 0], { inOrder: 3, outOfOrder: 1 }],
  ["a late one twice", [0, 2, 1, 1, 3], { inOrder: 3, outOfOrder: 1, duplicated: 1 }],
  ["all backwards", [3, 2, 1, 0], { inOrder: 1, outOfOrder: 3 }],
  ["numbers that were not sent", [0, 1, 4, 1e9, 2, 3], { inOrder: 4, unknown: 2 }],
  ["numbers that are none", [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 0], { inOrder: 1, lost: 3, unknown: 4 }],
])("counts %s", (_, numbers, totals) => {
  const delivered = (totals.inOrder ?? 0) + (totals.outOfOrder ?? 0);
  expect(totalsOf(numbers, 4)).toEqual({ ...emptyTotals(), sent: 4, delivered, ...totals });
});

it("takes a gap of any width at once", () => {
  const account = new StreamAccount();
  const arrivals = [Number.MAX_SAFE_INTEGER - 1, 5, 5].map((number) => account.record(number));
  expect(arrivals).toEqual([Arrival.InOrder, Arrival.OutOfOrder, Arrival.Duplicate]);
});

it("counts what came of a part of the stream", () => {
  const account = new StreamAccount();
  for (const number of [0, 1, 4, 5, 9]) account.record(number);
  expect(account.next).toBe(10);
  expect(account.countIn({ start: 0, end: 10 })).toBe(5);
  expect(account.countIn({ start: 1, end: 5 })).toBe(2);
  expect(account.countIn({ start: 2, end: 4 })).toBe(0);
  expect(account.countIn({ start: 5, end: 100 })).toBe(2);
  expect(account.countIn({ start: 20, end: 30 })).toBe(0);
});

describe("an account that learns at the end how many were sent", () => {
  it("counts the same as one that knew before, when only sent ones arrived", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(29), { maxLength: 60 }), (numbers) => {
        const account = new StreamAccount();
        for (const number of numbers) account.record(number);
        expect(account.totals(30)).toEqual(totalsOf(numbers, 30));
      }),
    );
  });

  it("lets no message that was never sent stand for one that is lost", () => {
    const account = new StreamAccount();
    for (const number of [0, 1, 7, 8, 2]) account.record(number);
    expect(account.totals(5)).toMatchObject({ sent: 5, delivered: 3, lost: 2, unknown: 2 });
    expect(account.totals(0)).toMatchObject({ sent: 0, delivered: 0, lost: 0, unknown: 5 });
  });
});

/** What a bad network does to the messages of a stream, one after the other. */
const faults = fc.array(fc.constantFrom("none", "none", "none", "lost", "doubled", "late", "invented"), {
  maxLength: 120,
});

/** Applies the faults: a message that is late comes up to `lateBy` messages later. */
function arrivalsOf(faulty: readonly string[], lateBy: number): number[] {
  const arrivals: { readonly at: number; readonly number: number }[] = [];
  for (const [number, fault] of faulty.entries()) {
    if (fault === "invented") arrivals.push({ at: number, number: faulty.length + number });
    if (fault !== "lost") arrivals.push({ at: number + (fault === "late" ? lateBy : 0), number });
    if (fault === "doubled") arrivals.push({ at: number + (number % (lateBy + 1)), number });
  }
  return arrivals.toSorted((one, other) => one.at - other.at).map(({ number }) => number);
}

describe("any stream", () => {
  it("is counted as by an account that remembers everything, message by message", () => {
    const whatever = fc.tuple(fc.array(fc.integer({ min: -1, max: 45 }), { maxLength: 120 }), fc.nat(40));
    const network = fc
      .tuple(faults, fc.nat(20))
      .map(([faulty, lateBy]) => [arrivalsOf(faulty, lateBy), faulty.length] as [number[], number]);
    fc.assert(
      fc.property(fc.oneof(whatever, network), ([numbers, sent]) => {
        const [account, plain] = [new StreamAccount(), new RememberingAccount()];
        for (const number of numbers) expect(account.record(number, sent)).toBe(plain.record(number, sent));
        expect(account.totals(sent)).toEqual(plain.totals(sent));
        for (let number = 0; number < sent; number++) expect(account.has(number)).toBe(plain.has(number));
      }),
    );
  });

  it("is counted in any part of it by what arrived of that part", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 60 }), fc.nat(45), fc.nat(45), (numbers, start, length) => {
        const account = new StreamAccount();
        for (const number of numbers) account.record(number);
        const end = start + length;
        const plainly = new Set(numbers.filter((number) => number >= start && number < end)).size;
        expect(account.countIn({ start, end })).toBe(plainly);
      }),
    );
  });

  it("leaves no message out, and counts none twice", () => {
    fc.assert(
      fc.property(faults, fc.nat(20), fc.option(fc.nat(5)), (faulty, lateBy, maxGaps) => {
        const numbers = arrivalsOf(faulty, lateBy);
        const account = new StreamAccount(maxGaps === null ? {} : { maxGaps });
        const totals = totalsOf(numbers, faulty.length, account);
        const { sent, delivered, inOrder, outOfOrder, lost, duplicated, tooOld, unknown } = totals;
        expect(delivered).toBe(inOrder + outOfOrder);
        expect(delivered + lost).toBe(sent);
        expect(delivered + duplicated + tooOld + unknown).toBe(numbers.length);
      }),
    );
  });
});

describe("a bounded account", () => {
  it("gives up the messages of its oldest gap when there are too many", () => {
    const account = new StreamAccount({ maxGaps: 2 });
    for (const number of [1, 3, 5]) account.record(number);
    expect([0, 1, 2, 3, 4].map((number) => account.record(number))).toEqual([
      Arrival.TooOld,
      Arrival.Duplicate,
      Arrival.OutOfOrder,
      Arrival.Duplicate,
      Arrival.OutOfOrder,
    ]);
    expect(account.totals(6)).toMatchObject({ delivered: 5, outOfOrder: 2, lost: 1, duplicated: 2, tooOld: 1 });
  });

  it("does not guess about what it has forgotten", () => {
    const account = new StreamAccount({ maxGaps: 1 });
    for (const number of [1, 3]) account.record(number);
    expect(() => account.has(0)).toThrow(RangeError);
    expect(account.has(1)).toBe(true);
    expect(account.has(2)).toBe(false);
    expect(account.totals(0)).toMatchObject({ sent: 0, delivered: 0, unknown: 2 });
  });

  it("differs from an unbounded one in nothing but the messages that are too old", () => {
    fc.assert(
      fc.property(faults, fc.nat(20), fc.nat(4), (faulty, lateBy, maxGaps) => {
        const [bounded, exact] = [new StreamAccount({ maxGaps }), new StreamAccount()];
        let forgottenDeliveries = 0;
        for (const number of arrivalsOf(faulty, lateBy)) {
          const [arrival, exactArrival] = [bounded.record(number, faulty.length), exact.record(number, faulty.length)];
          if (arrival !== Arrival.TooOld) expect(arrival).toBe(exactArrival);
          else if (isDelivery(exactArrival)) forgottenDeliveries += 1;
        }
        const lost = exact.totals(faulty.length).lost + forgottenDeliveries;
        expect(bounded.totals(faulty.length).lost).toBe(lost);
      }),
    );
  });
});
