/** Past which a server counts as broken. Times are in milliseconds, shares go from 0 to 1. */
export interface BreakingBounds {
  /** Share of the connects of the last seconds that may be refused or time out. */
  readonly failedConnectShare: number;
  readonly handshakeP99Ms: number;
  readonly answerP99Ms: number;
  /** Share of the heartbeats that may stay without an answer. */
  readonly lostAnswerShare: number;
  /** Share of the clients whose connection may be dropped. */
  readonly droppedShare: number;
}
