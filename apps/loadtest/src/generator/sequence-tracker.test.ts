import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Receipts, SequenceTracker } from "./sequence-tracker.ts";
import { type Stamp, StreamKind } from "./stamp.ts";

function track(sequences: readonly number[]) {
  const tracker = new SequenceTracker();
  const firsts = sequences.filter((sequence) => tracker.record(sequence));
  const { received, duplicated, outOfOrder } = tracker;
  return { received, duplicated, outOfOrder, firsts };
}

it.each([
  ["nothing", [], { received: 0, duplicated: 0, outOfOrder: 0 }],
  ["all in order", [0, 1, 2], { received: 3, duplicated: 0, outOfOrder: 0 }],
  ["the first one missing", [1, 2], { received: 2, duplicated: 0, outOfOrder: 0 }],
  ["one twice", [0, 1, 1, 2], { received: 3, duplicated: 1, outOfOrder: 0 }],
  ["one twice, the second time late", [0, 1, 2, 0], { received: 3, duplicated: 1, outOfOrder: 0 }],
  ["two swapped", [0, 2, 1, 3], { received: 4, duplicated: 0, outOfOrder: 1 }],
  ["one far behind the others", [1, 2, 3, 4, 0], { received: 5, duplicated: 0, outOfOrder: 1 }],
  ["a late one twice", [0, 2, 1, 1], { received: 3, duplicated: 1, outOfOrder: 1 }],
  ["all backwards", [3, 2, 1, 0], { received: 4, duplicated: 0, outOfOrder: 3 }],
])("counts %s", (_, sequences, counts) => {
  expect(track(sequences)).toMatchObject(counts);
});

it("takes a gap of any width at once", () => {
  expect(track([Number.MAX_SAFE_INTEGER - 1, 5, 5])).toMatchObject({ received: 2, duplicated: 1, outOfOrder: 1 });
});

it("counts what came of a part of the stream", () => {
  const tracker = new SequenceTracker();
  for (const sequence of [0, 1, 4, 5, 9]) tracker.record(sequence);
  expect(tracker.countIn({ start: 0, end: 10 })).toBe(5);
  expect(tracker.countIn({ start: 1, end: 5 })).toBe(2);
  expect(tracker.countIn({ start: 2, end: 4 })).toBe(0);
  expect(tracker.countIn({ start: 5, end: 100 })).toBe(2);
  expect(tracker.countIn({ start: 20, end: 30 })).toBe(0);
});

describe("of any stream", () => {
  /** Counts the same in the plainest way. */
  function countPlainly(sequences: readonly number[]) {
    const seen = new Set<number>();
    let [duplicated, outOfOrder, largest] = [0, 0, -1];
    for (const sequence of sequences) {
      if (seen.has(sequence)) duplicated += 1;
      else if (sequence < largest) outOfOrder += 1;
      seen.add(sequence);
      largest = Math.max(largest, sequence);
    }
    return { received: seen.size, duplicated, outOfOrder, firsts: [...seen] };
  }

  it("counts whatever arrives in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 120 }), (sequences) => {
        expect(track(sequences)).toEqual(countPlainly(sequences));
      }),
    );
  });

  it("counts in any part of it what came of that part", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 60 }), fc.nat(45), fc.nat(45), (sequences, start, length) => {
        const tracker = new SequenceTracker();
        for (const sequence of sequences) tracker.record(sequence);
        const end = start + length;
        const plainly = new Set(sequences.filter((sequence) => sequence >= start && sequence < end)).size;
        expect(tracker.countIn({ start, end })).toBe(plainly);
      }),
    );
  });

  it("counts drops, duplicates and swaps exactly, however they are mixed", () => {
    const fault = fc.constantFrom("whole", "whole", "whole", "dropped", "doubled", "swapped");
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 200 }), (faults) => {
        const arrivals: number[] = [];
        let heldBack: number | null = null;
        const built = { dropped: 0, doubled: 0, swapped: 0 };
        for (const [sequence, kind] of faults.entries()) {
          if (kind === "dropped") {
            built.dropped += 1;
          } else if (kind === "swapped" && heldBack === null) {
            heldBack = sequence;
          } else {
            arrivals.push(sequence);
            if (heldBack !== null) {
              arrivals.push(heldBack);
              heldBack = null;
              built.swapped += 1;
            }
            if (kind === "doubled") {
              arrivals.push(sequence);
              built.doubled += 1;
            }
          }
        }
        if (heldBack !== null) arrivals.push(heldBack);
        expect(track(arrivals)).toMatchObject({
          received: faults.length - built.dropped,
          duplicated: built.doubled,
          outOfOrder: built.swapped,
        });
      }),
    );
  });
});

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
  expect(receipts.direct.get(1)).toMatchObject({ received: 1, duplicated: 1 });
  expect(receipts.direct.get(2)).toMatchObject({ received: 1, duplicated: 1 });
  expect(receipts.shouts.get(1)).toMatchObject({ received: 1, duplicated: 1 });
  expect(receipts.shouts.get(2)).toMatchObject({ received: 1, duplicated: 1 });
});
