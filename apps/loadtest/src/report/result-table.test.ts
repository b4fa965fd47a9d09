import { describe, expect, it } from "vitest";
import {
  benchRuns,
  breakingPointRun,
  hostileRun,
  joinRun,
  passedStressRun,
  sampleAccount,
  sampleLatency,
} from "../../test/support/sample-results.ts";
import type { RunResult } from "../result/run-result.ts";
import { writeCompareTable } from "./comparison/compare-table.ts";
import { writeResultTable } from "./result-table.ts";
import { columnsOf } from "./text-columns.ts";

function isSafe(table: string): boolean {
  return !/[^\P{C}\n]/u.test(table);
}

describe("writeResultTable", () => {
  it("begins with the verdict and what it rests on", () => {
    expect(writeResultTable(breakingPointRun()).split("\n").slice(0, 4)).toEqual([
      "LIMIT FOUND",
      "  The server held 16,400 clients; with more, handshakes took too long.",
      "  - The handshake's p99 over the last 2 s was 5.2 s; the bound is 5 s.",
      "  - Up to 16,400 clients every heartbeat was answered.",
    ]);
  });

  it("accounts for each kind of message, and for all", () => {
    const accounts = {
      direct: sampleAccount(1_200, { lost: 3, duplicated: 1 }),
      shout: sampleAccount(50_000, { outOfOrder: 2, refused: 5, exempt: 7 }),
    };
    expect(writeResultTable({ ...passedStressRun(), accounts })).toContain(`
Messages               direct          shout            all
  expected              1,200         50,000         51,200
  received              1,197         49,988         51,185
  lost                      3              0              3
  duplicated                1              0              1
  out of order              0              2              2
  corrupted                 0              0              0
  refused                   0              5              5
  exempt                    0              7              7
`);
  });

  it("shows both latencies of an open loop, and says which is which", () => {
    const table = writeResultTable(benchRuns()[1]);
    expect(table).toContain(`
Latency in ms                 p50      p90      p99    p99.9      max    count
  message                   0.988     1.76     4.93     15.4      321  360,000
  message, uncorrected      0.950     1.32     2.30     4.29     24.6  360,000
`);
    expect(table).toContain("forgets how late\n  that was: judge by the first.\n");
    expect(writeResultTable(passedStressRun())).not.toContain("uncorrected");
  });

  it("tells of the tester, the server and the thresholds", () => {
    const table = writeResultTable(passedStressRun());
    expect(table).toMatch(/^Tester +chat-load 0\.1\.0, 1 process, 2 threads, busiest thread \d+ % of a$/m);
    expect(table).toMatch(/11\.8 µs of CPU for each\s+message delivered/);
    expect(table).toContain("\nThresholds (--fail-if)\n  kept          p99>50ms (it was 2.00 ms)\n");
  });

  it("has words of its own for clients that join and leave", () => {
    const table = writeResultTable(joinRun());
    expect(table).toContain(`
Throughput    1,200 joins/s
Clients       14,400 joined and left, those of the warm-up included
`);
    expect(table).not.toMatch(/asked|sent|received/);
  });

  it("names the warm-up, which the account has and the latencies have not", () => {
    const { latencies, ...run } = benchRuns()[0];
    const message = { ...sampleLatency(300_000, 1, 0.3), warmUpCount: 60_000 };
    expect(writeResultTable({ ...run, latencies: { ...latencies, message } })).toContain(
      "  Without the warm-up, in which 60,000 messages arrived: the account above has\n  these as well.\n",
    );
    expect(writeResultTable(benchRuns()[0])).not.toContain("warm-up");
  });

  it("shows no percentile that too few values were measured for", () => {
    expect(writeResultTable({ ...passedStressRun(), latencies: { answer: sampleLatency(11, 1, 0.4) } })).toContain(
      "\n  answer                     1.00     1.54        –        –     1.59       11\n",
    );
  });

  it("tells of a condition that was not measured as such", () => {
    const thresholds = [{ condition: "p99>1s", outcome: "not-measured", actual: null, unit: "ms" }] as const;
    expect(writeResultTable({ ...passedStressRun(), thresholds: [...thresholds] })).toContain(
      "\nThresholds (--fail-if)\n  not measured  p99>1s\n",
    );
  });

  it("leaves out what a run does not have", () => {
    const bare: RunResult = {
      ...passedStressRun(),
      accounts: {},
      latencies: {},
      samples: [],
      thresholds: [],
      server: {
        host: "127.0.0.1",
        port: 1,
        kind: null,
        command: null,
        pid: null,
        cpuUsPerDelivered: null,
        memoryBytesPerClient: null,
        peakMemoryBytes: null,
      },
    };
    expect(writeResultTable(bare)).not.toMatch(/Messages|Latency|Thresholds|null|NaN|undefined|Infinity/);
  });

  it.each([
    ["a passed run", passedStressRun()],
    ["a breaking point", breakingPointRun()],
    ["an open loop", benchRuns()[1]],
    ["hostile texts", hostileRun()],
  ])("fits 80 columns and is safe to print (%s)", (_name, run) => {
    const table = writeResultTable(run);
    expect(table.split("\n").filter((line) => columnsOf(line) > 80)).toEqual([]);
    expect(isSafe(table)).toBe(true);
  });
});

describe("writeCompareTable", () => {
  it("shows each figure with its change against the first run", () => {
    const lines = writeCompareTable(benchRuns()).split("\n");
    expect(lines).toContain("A · server command server-a.js");
    expect(lines).toContain("    Messages lost: 36 of 360,000 messages were lost.");
    expect(lines).toContain("                                   A           B");
    expect(lines).toContain("  lost                             0          36       new");
    expect(lines).toContain("  p99                        1.34 ms     4.93 ms    +267 %");
  });

  it("says what makes a comparison unfair", () => {
    const table = writeCompareTable([passedStressRun(), breakingPointRun()]);
    expect(table).toContain("\nMind: The runs are of different kinds: few of their metrics mean the same.\n");
    expect(writeCompareTable(benchRuns())).not.toContain("Mind:");
  });

  it("fits 80 columns and is safe to print, however many runs there are", () => {
    const table = writeCompareTable([
      hostileRun(),
      ...benchRuns(),
      passedStressRun(),
      breakingPointRun(),
      hostileRun(),
    ]);
    expect(table.split("\n").filter((line) => columnsOf(line) > 80)).toEqual([]);
    expect(isSafe(table)).toBe(true);
    expect(table).toMatch(/^ +A +B +C$/m);
    expect(table).toMatch(/^ +A +F$/m);
  });
});
