import { SATURATED_LOAD, type TesterLoad } from "./saturation.ts";

/** Bounds past which a server counts as broken. Times are in milliseconds, shares go from 0 to 1. */
export interface BreakingBounds {
  /** Share of the connects of the last seconds that may be refused or time out. */
  readonly failedConnectShare: number;
  readonly handshakeP99Ms: number;
  readonly answerP99Ms: number;
  /** Share of the heartbeats that may stay without an answer. */
  readonly lostAnswerShare: number;
  /** Share of the clients whose connection may be dropped. */
  readonly droppedShare: number;
  /** Load of the tester from which on only what the server does by itself counts against it. */
  readonly tester: TesterLoad;
}

export const DEFAULT_BOUNDS: BreakingBounds = {
  // One in a hundred who can't get in is a class in which somebody always complains; fewer may be the network.
  failedConnectShare: 0.01,
  // Who waits longer than a second for a door to open knocks again. It is also when a system first repeats a lost SYN, so a
  // backlog that overflows shows here before it shows as a refusal.
  handshakeP99Ms: 1_000,
  // A second is where a conversation stops feeling like one.
  answerP99Ms: 1_000,
  // The contract promises one answer to each question: one in a thousand leaves room for a connection that the network broke.
  lostAnswerShare: 0.001,
  // The same for connections: nobody is dropped who reads what they get.
  droppedShare: 0.001,
  tester: SATURATED_LOAD,
};
