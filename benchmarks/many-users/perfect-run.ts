import { ProcessKind, type RunResult } from "./run-result.ts";

const took = { p50Ms: 1, p99Ms: 2, maxMs: 3 };

function listed(count: number): RunResult["lists"] {
  return [0, 1].map((node) => ({ node, count, isPartial: false, afterMs: 4 }));
}

/** For tests: a run of ten users on two nodes in which every count is right. */
export const PERFECT_RUN: RunResult = {
  date: "2026-01-02",
  machine: "an abacus",
  loadBefore: 0.25,
  command: "pnpm bench many-users --users 10",
  versions: { "chat-server": "1.0.0" },
  users: 10,
  nodes: 2,
  generators: 1,
  seconds: 5,
  joins: { joined: 10, refusals: [], seconds: 2, perSecond: 5, took },
  lists: listed(9),
  listsAfterLoad: listed(9),
  shouts: [{ shouter: 3, node: 1, received: 9, receipt: 9, firstMs: 1, p50Ms: 2, lastMs: 30.25, receiptMs: 4 }],
  time: { answered: 10, seconds: 1, perSecond: 10, took },
  rounds: [{ nodesApart: 1, sent: 10, expected: 10, received: 10, took }],
  account: { online: 10, losses: [], said: [], shoutsAgain: 0, shoutsWrong: 0, directAgain: 0, directWrong: 0 },
  listsAfterLeave: listed(0),
  newcomersRefused: [],
  page: { asked: 9, answered: 9, slowestMs: 120, largestBytes: 90_000 },
  processes: [1, 2].map((node) => ({
    kind: ProcessKind.Node,
    name: `node-${node}`,
    cpuSeconds: { join: 1.5 },
    beforeMiB: 50,
    joinedMiB: 60,
    peakMiB: 70,
  })),
  phases: { join: 2 },
  tcpMiB: 0.5,
  leastAvailableMiB: 1_000,
  logged: [],
};
