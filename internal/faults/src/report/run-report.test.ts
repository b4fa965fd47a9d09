import { expect, it } from "vitest";
import { DeliveryNotice, Refusal, type TimedEvent } from "../history/chat-event.ts";
import { FaultKind } from "../plan/fault.ts";
import type { RoundResult } from "./round-result.ts";
import { type RunInfo, reportRun, writePage } from "./run-report.ts";
import { tallyOf } from "./tally.ts";

const INFO: RunInfo = {
  date: "2026-01-02",
  seed: "7",
  command: "pnpm faults --seed 7",
  slots: 2,
  tookMs: 120_000,
  versions: { "nats-server": "2.9.10" },
};

const EVENTS: readonly TimedEvent[] = [
  { at: 1, kind: "claims", who: "c1", name: "ada", node: 0 },
  { at: 2, kind: "claims", who: "c2", name: "ada", node: 1 },
  { at: 3, kind: "welcomed", who: "c1", name: "ada", node: 0 },
  { at: 4, kind: "refused", who: "c2", why: Refusal.Taken },
  { at: 5, kind: "sent", who: "c1", to: "bob", number: 1 },
  { at: 6, kind: "told", who: "c1", about: "bob", count: 3, how: DeliveryNotice.Doubtful },
];

const ROUND: RoundResult = {
  round: 1,
  faults: [
    { kind: FaultKind.NodeStopped, node: 1, beginsMs: 0, durationMs: 12_000 },
    { kind: FaultKind.NodeKilled, node: 2, beginsMs: 0, durationMs: 1_000 },
  ],
  durationMs: 15_000,
  tally: tallyOf(EVENTS),
  freedMs: [9_000, 10_500],
  calmMs: 200,
  listsEqualMs: 30,
  toldMs: 100,
  violations: [],
};

it("adds rounds up, and takes the longest times", () => {
  const other: RoundResult = { ...ROUND, round: 2, faults: ROUND.faults.slice(0, 1), freedMs: [], listsEqualMs: null };
  const report = reportRun(INFO, [ROUND, other]);
  expect(report).toMatchObject({
    rounds: 2,
    overlappingFaults: 1,
    faults: { "node killed": 1, "node stopped for over 10 s": 2 },
    tally: { claims: 4, welcomes: 2, refusedAsTaken: 2, directMessages: 2, toldDoubtful: 6 },
    freedNames: 2,
    longestMs: { untilNameFree: 10_500, untilListsEqual: 30 },
    violations: [],
  });
  expect(writePage(report)).toContain("| – sender told: may not have arrived | 6 |");
});

it("shows each violation with its round, its rule and the lines that show it", () => {
  const violation = { rule: "a rule", text: "It did not hold.", evidence: ["1 s  sent"] };
  const page = writePage(reportRun(INFO, [{ ...ROUND, violations: [violation] }]));
  expect(page).toContain("## Round 1: a rule\n\nIt did not hold.\n\n```text\n1 s  sent\n```");
  expect(page).toContain("| **violations** | **1** |");
});
