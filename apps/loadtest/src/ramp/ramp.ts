/** How the number of clients grows. */
export type Ramp =
  /** So many clients more each second. */
  | { readonly kind: "linear"; readonly perSecond: number }
  /** So many more at once, each time after a pause in milliseconds. */
  | { readonly kind: "stepped"; readonly step: number; readonly everyMs: number }
  /**
   * Twice as many each time; when that breaks, half-way between the last good number and the broken one, and so on. Each number
   * has to hold for `everyMs` once all have joined. It ends when the two are no further apart than `precision`, a share of the
   * broken one from 0 to 1.
   */
  | { readonly kind: "bisect"; readonly start: number; readonly everyMs: number; readonly precision: number };
