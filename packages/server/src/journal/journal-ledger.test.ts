import { describe, expect, it } from "vitest";
import { JournalLedger } from "./journal-ledger.ts";

const LIMITS = { maxFiles: 3, maxBytes: 100 };

describe("a ledger of journals", () => {
  it("gives up the oldest when there are too many", () => {
    const ledger = JournalLedger.ofFiles(new Map(), LIMITS);
    for (let number = 1; number <= 3; number++) expect(ledger.takeNumber()).toBe(number);
    expect(ledger.findSurplus()).toEqual([]);
    ledger.takeNumber();
    ledger.takeNumber();
    expect(ledger.findSurplus()).toEqual([1, 2]);
    expect(ledger.findSurplus()).toEqual([]);
    expect(ledger.addBytes(2, 1)).toBe(false);
    expect(ledger.addBytes(3, 1)).toBe(true);
  });

  it("gives up the oldest when they have too many bytes, but never the newest", () => {
    const ledger = JournalLedger.ofFiles(new Map(), LIMITS);
    const first = ledger.takeNumber();
    const second = ledger.takeNumber();
    ledger.addBytes(first, 60);
    ledger.addBytes(second, 40);
    expect(ledger.findSurplus()).toEqual([]);
    ledger.addBytes(second, 70);
    expect(ledger.findSurplus()).toEqual([first]);
    expect(ledger.isKept(second)).toBe(true);
  });

  it("goes on with the files that there are", () => {
    const ledger = JournalLedger.ofFiles(
      new Map([
        [4, 10],
        [7, 50],
        [9, 50],
      ]),
      LIMITS,
    );
    expect(ledger.isKept(4)).toBe(false);
    expect(ledger.isKept(7)).toBe(true);
    expect(ledger.takeNumber()).toBe(10);
    expect(ledger.findSurplus()).toEqual([7]);
  });

  it("is the same in all threads, and stops once for all", () => {
    const ledger = JournalLedger.ofFiles(new Map(), LIMITS);
    const other = new JournalLedger(ledger.buffer, LIMITS);
    expect([ledger.takeNumber(), other.takeNumber(), ledger.takeNumber()]).toEqual([1, 2, 3]);
    expect([ledger.noteRemoved(), other.noteRemoved()]).toEqual([true, false]);
    expect([other.stop(), ledger.stop()]).toEqual([true, false]);
    expect(ledger.addBytes(1, 1)).toBe(false);
  });
});
