import hdr, { type Histogram } from "hdr-histogram-js";
import type { Measure } from "../result/measures.ts";

/** Longest time that is told apart from longer ones, in microseconds: ten minutes. */
const LONGEST_US = 600_000_000;

/** Times of one worker, by what was measured. Three digits of a value are kept. */
export class Recorder {
  readonly #histograms = new Map<Measure, Histogram>();

  record(measure: Measure, us: number): void {
    let histogram = this.#histograms.get(measure);
    if (!histogram) {
      histogram = createHistogram();
      this.#histograms.set(measure, histogram);
    }
    histogram.recordValue(Math.min(LONGEST_US, Math.max(0, us)));
  }

  /** Returns what was recorded since the last call, in a form that crosses to other threads. */
  take(): EncodedHistograms {
    const encoded: EncodedHistograms = {};
    for (const [measure, histogram] of this.#histograms) {
      if (histogram.totalCount === 0) continue;
      encoded[measure] = hdr.encodeIntoCompressedBase64(histogram);
      histogram.reset();
    }
    return encoded;
  }
}

export type EncodedHistograms = { [Name in Measure]?: string };

export function createHistogram(): Histogram {
  return hdr.build({ lowestDiscernibleValue: 1, highestTrackableValue: LONGEST_US, numberOfSignificantValueDigits: 3 });
}

export function addHistograms(sum: Map<Measure, Histogram>, encoded: EncodedHistograms): void {
  for (const [measure, text] of Object.entries(encoded) as [Measure, string][]) {
    let histogram = sum.get(measure);
    if (!histogram) {
      histogram = createHistogram();
      sum.set(measure, histogram);
    }
    histogram.add(hdr.decodeFromCompressedBase64(text));
  }
}
