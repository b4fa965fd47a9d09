/** The position of a log that is scrolled up. */
export interface Scroll {
  /** The line at the bottom of the screen. */
  readonly lineId: number;
  /** The number of that line's last rows below the screen. */
  readonly hiddenRows: number;
  /** The number of lines ever when the scrolling began: later lines are new. */
  readonly linesSoFar: number;
}
