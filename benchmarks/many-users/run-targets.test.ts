import { expect, it } from "vitest";
import { PERFECT_RUN } from "./perfect-run.ts";
import type { RunResult } from "./run-result.ts";
import { checkRun } from "./run-targets.ts";

it("finds nothing in a run in which every count is right", () => {
  expect(findFaults({})).toEqual([]);
});

const { joins, shouts, time, rounds, account, lists } = PERFECT_RUN;
const [shout] = shouts;
const [round] = rounds;
const [list] = lists;
if (!shout || !round || !list) throw new Error("The run has one of each.");

it.each<[what: string, changes: Partial<RunResult>, told: string]>([
  [
    "the page of a node gets no answer",
    { page: { asked: 9, answered: 8, slowestMs: 30_000, largestBytes: 90_000 } },
    "the page of a node is answered throughout (8 of 9 questions, the slowest in 30000 ms, the largest of 90 KB)",
  ],
  [
    "somebody does not get in",
    { joins: { ...joins, joined: 9, refusals: [{ text: "Server full", count: 1 }] } },
    "all of 10 users join (9); 1 × Server full",
  ],
  [
    "a node has not heard of somebody",
    { lists: [list, { ...list, count: 8 }] },
    "once all have joined, each node lists 9 others (9, 8)",
  ],
  [
    "a list is partial",
    { listsAfterLoad: [{ ...list, isPartial: true }] },
    "after the load, each node lists 9 others (9, partial)",
  ],
  [
    "a shout misses somebody",
    { shouts: [shout, { ...shout, received: 8 }] },
    "each of 2 shouts reaches 9 others (9, 8)",
  ],
  ["a receipt is wrong", { shouts: [{ ...shout, receipt: 8 }] }, "each receipt says 9 (8)"],
  ["a receipt does not come", { shouts: [{ ...shout, receipt: null }] }, "each receipt says 9 (none)"],
  ["somebody is not answered", { time: { ...time, answered: 9 } }, "each of 10 users is told the time (9)"],
  ["a direct message is lost", { rounds: [{ ...round, received: 9 }] }, "each of 10 direct messages arrives (9)"],
  ["a sender writes nothing", { rounds: [{ ...round, sent: 9 }] }, "each of 9 direct messages arrives (10)"],
  [
    "something arrives twice",
    { account: { ...account, shoutsAgain: 1, directAgain: 2 } },
    "nothing arrives twice (1 shouts, 2 direct messages)",
  ],
  [
    "something arrives at somebody else",
    { account: { ...account, directWrong: 1 } },
    "nothing arrives from or at the wrong user (1)",
  ],
  [
    "a connection is lost",
    { account: { ...account, online: 9, losses: [{ text: "reset", count: 1 }] } },
    "no connection ends before its user leaves (1); 1 × reset",
  ],
  [
    "the server tells of a message that may be lost",
    { account: { ...account, said: [{ text: "# may not have arrived", count: 3 }] } },
    "the server says nothing that nobody asked for (3); 3 × # may not have arrived",
  ],
  [
    "somebody is listed who has left",
    { listsAfterLeave: [{ ...list, count: 1 }] },
    "once all have left, no node lists anybody (1)",
  ],
  [
    "a newcomer is refused",
    { newcomersRefused: [{ text: "Try again later", count: 2 }] },
    "nobody is refused who comes then (2); 2 × Try again later",
  ],
])("finds that %s", (_what, changes, told) => {
  expect(findFaults(changes)).toEqual([told]);
});

function findFaults(changes: Partial<RunResult>): string[] {
  return checkRun({ ...PERFECT_RUN, ...changes })
    .filter(({ isMet }) => !isMet)
    .map(({ what }) => what);
}
