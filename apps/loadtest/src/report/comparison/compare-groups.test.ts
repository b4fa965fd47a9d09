import { describe, expect, it } from "vitest";
import { benchRuns } from "../../../test/support/sample-results.ts";
import type { RunResult } from "../../result/run-result.ts";
import { columnsOf } from "../text-columns.ts";
import { compareGroups, oddsOfChance } from "./compare-groups.ts";
import { writeGroupTable } from "./group-table.ts";
import { writeSpread } from "./group-words.ts";
import { groupRuns, type RunGroup } from "./run-group.ts";

/** A run with a p99 of its own, and the throughput that a run of this length has. */
function runOf(p99: number, parts: Partial<RunResult> = {}): RunResult {
  const [run] = benchRuns();
  const message = { ...run.latencies.message, p99 } as RunResult["latencies"][string];
  return { ...run, latencies: { message }, ...parts };
}

function groupsOf(first: readonly RunResult[], second: readonly RunResult[]): readonly [RunGroup, RunGroup] {
  const name = (letter: string) => (result: RunResult, index: number) => ({
    file: `${letter}${index + 1}.json`,
    result,
  });
  const [a, b] = groupRuns([first.map(name("a")), second.map(name("b"))]);
  if (!a || !b) throw new Error("There are no groups.");
  return [a, b];
}

function compareP99(first: readonly number[], second: readonly number[]) {
  const metrics = compareGroups(
    ...groupsOf(
      first.map((p99) => runOf(p99)),
      second.map((p99) => runOf(p99)),
    ),
  );
  return metrics.find(({ title }) => title === "p99");
}

describe("two groups of equal runs", () => {
  it("differ where every run of one lies beyond every run of the other", () => {
    expect(compareP99([1, 2, 3], [4, 5, 9])).toMatchObject({
      spreads: [
        { median: 2, least: 1, most: 3 },
        { median: 5, least: 4, most: 9 },
      ],
      difference: "differs",
    });
    expect(compareP99([7, 8, 9], [1, 2, 3])?.difference).toBe("differs");
  });

  it("do not differ where the spread explains it, however far apart the medians are", () => {
    expect(compareP99([1, 2, 30], [25, 40, 50])?.difference).toBe("overlap");
    expect(compareP99([1, 2, 3], [3, 4, 5])?.difference).toBe("overlap");
  });

  it("are the same where nothing differs at all", () => {
    expect(compareP99([2, 2, 2], [2, 2, 2])?.difference).toBe("same");
  });

  it.each([
    [[1], [100]],
    [
      [1, 1],
      [100, 100, 100],
    ],
  ])("show no difference with too few runs: %j, %j", (first, second) => {
    expect(compareP99(first, second)?.difference).toBe("no-claim");
  });

  it("show none in what one of the runs did not measure", () => {
    const unmeasured = { message: { ...runOf(1).latencies.message, p99: null } } as RunResult["latencies"];
    const [a, b] = groupsOf(
      [1, 2, 3].map((p99) => runOf(p99)),
      [runOf(9), runOf(9), runOf(9, { latencies: unmeasured })],
    );
    const metric = compareGroups(a, b).find(({ title }) => title === "p99");
    expect(metric).toMatchObject({ spreads: [{ median: 2 }, null], difference: "no-claim" });
  });

  it("have the median between the two in the middle", () => {
    expect(compareP99([1, 2, 4, 9], [5, 5, 5])?.spreads[0]?.median).toBe(3);
  });
});

it.each([
  [3, 3, 10],
  [4, 4, 35],
  [5, 5, 126],
  [3, 5, 28],
])("knows that %d and %d equal runs lie apart in 1 of %d comparisons", (first, second, odds) => {
  expect(oddsOfChance(first, second)).toBe(odds);
});

describe("runs that are not equal", () => {
  it.each<[string, RunResult[], RunResult[], RegExp]>([
    [
      "settings",
      [runOf(1)],
      [runOf(1, { settings: { ...runOf(1).settings, users: "2,000" } })],
      /^The runs are not equal\. users: 1,000 in a1\.json, 2,000 in b1\.json\.$/,
    ],
    ["commands", [runOf(1)], [runOf(1, { command: "stress" })], /command: bench in a1\.json, stress in b1\.json\./],
    [
      "threads",
      [runOf(1)],
      [runOf(1, { tester: { ...runOf(1).tester, threads: 4 } })],
      /threads of the tester: 2 in a1\.json, 4 in b1\.json\./,
    ],
    [
      "servers within one group",
      [runOf(1), runOf(1, { server: { ...runOf(1).server, command: "other.js" } })],
      [runOf(1)],
      /server command: node server-a\.js in a1\.json, other\.js in a2\.json\./,
    ],
    [
      "an interrupted one",
      [runOf(1)],
      [runOf(1, { verdict: { ...runOf(1).verdict, kind: "interrupted" } })],
      /b1\.json was interrupted\./,
    ],
  ])("are refused with what differs: %s", (_name, first, second, message) => {
    expect(() => groupsOf(first, second)).toThrow(message);
  });

  it("may have another server in each group: that is what is compared", () => {
    const other = { ...runOf(1).server, command: "other.js" };
    expect(() => groupsOf([runOf(1)], [runOf(1, { server: other })])).not.toThrow();
  });
});

describe("writeGroupTable", () => {
  const runs = (...p99s: number[]) => p99s.map((p99) => runOf(p99));

  it("shows medians, spreads and the changes that these do not explain", () => {
    const lines = writeGroupTable(...groupsOf(runs(1.3, 1.34, 1.41), runs(4.8, 4.93, 5.1))).split("\n");
    expect(lines).toContain("A · 3 runs");
    expect(lines).toContain("  p99                     1.34 ms (1.30–1.41)      4.93 ms (4.80–5.10)    +268 %");
    expect(lines).toContain("  sent/s                               12,000                   12,000      same");
    expect(lines.join(" ").replace(/ +/g, " ")).toContain("a metric would lie apart in 1 of 10 comparisons.");
  });

  it("claims nothing of single runs", () => {
    const table = writeGroupTable(...groupsOf(runs(1), runs(9)));
    expect(table).toContain("  p99                                 1.00 ms                  9.00 ms  no claim");
    expect(table).toContain("No difference is claimed: it takes 3 runs of each");
    expect(table).not.toMatch(/[+−]\d/);
  });

  it("fits 80 columns", () => {
    const table = writeGroupTable(...groupsOf(runs(1, 20_000, 400_000), runs(1.234, 3_599_000, 7_300_000)));
    expect(table.split("\n").filter((line) => columnsOf(line) > 80)).toEqual([]);
  });
});

it.each([
  [{ median: 2, least: 1, most: 3 }, (value: number) => `${value} ms`, "2 ms (1–3)"],
  [{ median: 2, least: 1, most: 3 }, (value: number) => `${value}/s`, "2/s (1–3)"],
  [{ median: 2, least: 1, most: 3 }, (value: number) => `${value}`, "2 (1–3)"],
  [{ median: 2, least: 2, most: 2 }, (value: number) => `${value} ms`, "2 ms"],
  [{ median: 2, least: 1, most: 3 }, (value: number) => (value < 3 ? `${value} ms` : "1 s"), "2 ms (1 ms–1 s)"],
  [null, String, "–"],
])("writes the spread %j", (spread, write, text) => expect(writeSpread(spread, write)).toBe(text));
