import hdr, { type Histogram } from "hdr-histogram-js";
import { readStamp } from "../generator/stamp.ts";
import type { StubDelays } from "./stub-faults.ts";

/** Delays that a stub has added, by its own clock and its own histogram: nothing of it is the tester's. */
export class DelayRecord {
  readonly #histogram = hdr.build({ highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
  readonly #warmUpMs: number;
  #startedAtMs: number | null = null;

  /** @param warmUpMs - time after the first delay in which none is recorded, in milliseconds */
  constructor(warmUpMs: number) {
    this.#warmUpMs = warmUpMs;
  }

  record(delayMs: number): void {
    const now = performance.now();
    this.#startedAtMs ??= now;
    if (now - this.#startedAtMs >= this.#warmUpMs) this.#histogram.recordValue(Math.round(delayMs * 1_000));
  }

  summarize(): StubDelays {
    return summarizeDelays(this.#histogram);
  }
}

/** Sums a histogram of microseconds up in milliseconds. */
function summarizeDelays(histogram: Histogram): StubDelays {
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1_000;
  return { count: histogram.totalCount, p50: at(50), p99: at(99), p999: at(99.9) };
}

interface Transit {
  readonly dueUs: number;
  readonly writtenUs: number;
}

/**
 * Measures the whole time of messages, with what a busy machine adds: the delay of the stub does not contain the moments in
 * which the tester or the stub had no processor. The stamps show them. A message says when it was due and how late it was
 * sent, so that every idle moment of the tester's thread is known; a message that was written to it in such a moment was
 * read as late as a message that was due in it was sent.
 *
 * It holds for a tester with one thread and an open loop, whose messages are due at short and even intervals.
 */
export class EndToEndRecord {
  readonly #histogram = hdr.build({ highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
  readonly #warmUpUs: number;
  #startedUs: number | null = null;
  /** Messages written at a moment of which it is not known yet if the tester had a processor; in order. */
  #open: Transit[] = [];

  constructor(warmUpMs: number) {
    this.#warmUpUs = warmUpMs * 1_000;
  }

  /** Takes a message that was read: it shows how late the tester was at the moment when it was due. */
  read(text: string): void {
    const stamp = readStamp(text);
    if (!stamp) return;
    const dueUs = stamp.sentAtUs - stamp.lateUs;
    this.#startedUs ??= dueUs;
    const firstOpen = this.#open.findIndex(({ writtenUs }) => writtenUs > dueUs);
    const known = this.#open.splice(0, firstOpen < 0 ? this.#open.length : firstOpen);
    for (const transit of known) {
      if (transit.dueUs - this.#startedUs < this.#warmUpUs) continue;
      this.#histogram.recordValue(Math.max(0, transit.writtenUs - transit.dueUs + stamp.lateUs));
    }
  }

  /** Takes a message that is written at this moment of the machine's monotonic clock. */
  written(text: string, writtenUs: number = readMachineClock()): void {
    const stamp = readStamp(text);
    if (stamp) this.#open.push({ dueUs: stamp.sentAtUs - stamp.lateUs, writtenUs });
  }

  summarize(): StubDelays {
    return summarizeDelays(this.#histogram);
  }
}

/** In microseconds; the tester's stamps are made with the same one. */
function readMachineClock(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
