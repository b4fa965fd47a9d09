import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { writeJunitReport } from "../src/report/formats/junit-report.ts";
import { writeMarkdownSummary } from "../src/report/formats/markdown-summary.ts";
import { writeSampleCsv } from "../src/report/formats/sample-csv.ts";
import { LIMIT_WORDS } from "../src/report/verdict-words.ts";
import type { RunResult } from "../src/result/run-result.ts";
import { createAccount, createResult } from "./support/create-result.ts";
import { benchRuns, breakingPointRun, HOSTILE_TEXTS, hostileRun, passedStressRun } from "./support/sample-results.ts";

const hasPython = /Python 3/.test(spawnSync("python3", ["--version"], { encoding: "utf8" }).stdout ?? "");
if (!hasPython) {
  const text = "The JUnit report, the CSV and the summary are not read by other programs: python3 is not installed.";
  if (process.env.CHAT_REQUIRE_TOOLCHAINS) throw new Error(text);
  console.warn(text);
}

const READER = fileURLToPath(new URL("support/foreign-readers.py", import.meta.url));

interface JunitSuite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly skipped: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly name: string;
    readonly problems: readonly { readonly element: string; readonly message: string; readonly text: string | null }[];
  }[];
}

/** Lets Python read a text. It fails where Python finds it malformed. */
function readByPython(kind: "junit" | "csv" | "markdown", input: string): unknown {
  const { stdout, stderr, status } = spawnSync("python3", [READER, kind], { input, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function readJunit(result: RunResult): JunitSuite {
  const [suite] = readByPython("junit", writeJunitReport(result)) as JunitSuite[];
  if (!suite) throw new Error("There is no suite.");
  return suite;
}

function problemsOf({ cases }: JunitSuite): string[] {
  return cases.flatMap(({ name, problems }) =>
    problems.map(({ element, message }) => `${element}: ${name}: ${message}`),
  );
}

const EVERY_RUN: readonly (readonly [string, RunResult])[] = [
  ["a passed run", passedStressRun()],
  ["a breaking point", breakingPointRun()],
  ["a bench that lost messages", benchRuns()[1]],
  ["hostile texts", hostileRun()],
];

describe.runIf(hasPython)("writeJunitReport, read by Python's xml.etree,", () => {
  it("has a case for the verdict, each kind of message and each condition", () => {
    const suite = readJunit(passedStressRun());
    expect(suite).toMatchObject({ name: "chat-load stress", tests: "5", failures: "0", errors: "0", skipped: "0" });
    expect(suite.cases.map(({ name }) => name)).toEqual([
      "verdict",
      "account direct: every message arrives once, in order and whole",
      "account shout: every message arrives once, in order and whole",
      "account request: every message arrives once, in order and whole",
      "threshold p99>50ms",
    ]);
    expect(suite.properties).toMatchObject({ bots: "50", "command line": passedStressRun().commandLine });
  });

  it("has failures where messages were lost and where a condition came true", () => {
    const suite = readJunit(
      createResult({
        accounts: { direct: createAccount({ lost: 3, duplicated: 1 }), shout: createAccount() },
        verdict: {
          kind: "messages-lost",
          text: "3 were lost.",
          evidence: ["direct: 3 lost."],
          clients: null,
          limit: null,
        },
        thresholds: [
          { condition: "p95>5ms", outcome: "crossed", actual: 10, unit: "ms" },
          { condition: "p99.9>5ms", outcome: "not-measured", actual: null, unit: "ms" },
        ],
        exitCode: 98,
      }),
    );
    expect(suite).toMatchObject({ tests: "5", failures: "3", errors: "1", skipped: "0" });
    expect(problemsOf(suite)).toEqual([
      "failure: verdict: Messages lost: 3 were lost.",
      "failure: account direct: every message arrives once, in order and whole: 3 lost, 1 duplicated, of 100 expected",
      "failure: threshold p95>5ms: crossed: it was 10.0 ms",
      "error: threshold p99.9>5ms: not measured",
    ]);
    expect(suite.cases[0]?.problems[0]?.text).toBe("direct: 3 lost.");
  });

  it("has each bound of a breaking point: to find the limit is no failure", () => {
    const suite = readJunit(breakingPointRun());
    const bounds = Object.keys(LIMIT_WORDS).filter((limit) => !limit.startsWith("max-"));
    expect(suite.cases.flatMap(({ name }) => name.match(/^bound (.*)/)?.[1] ?? [])).toEqual(bounds);
    expect(suite).toMatchObject({ failures: "0", errors: "0", skipped: "2" });
    expect(problemsOf(suite)).toContain("skipped: bound handshake-slow: met at 16,400 clients: handshakes too slow");
  });

  it("takes a tester that was the limit for an error of the test", () => {
    const verdict = { ...breakingPointRun().verdict, kind: "tester-saturated", limit: "tester-event-loop" } as const;
    const suite = readJunit({ ...breakingPointRun(), accounts: {}, verdict, exitCode: 97 });
    expect(suite).toMatchObject({ failures: "0", errors: "2" });
  });

  it("is well-formed whatever the texts are", () => {
    const suite = readJunit(hostileRun());
    expect(suite.cases[0]?.name).toBe("verdict");
    expect(Object.keys(suite.properties)).toContain(HOSTILE_TEXTS[0]);
    expect(writeJunitReport({ ...passedStressRun(), commandLine: "\ud800\uffff\u0000" })).not.toMatch(
      /[\ud800\uffff\0]/,
    );
  });
});

describe.runIf(hasPython)("writeSampleCsv, read by Python's csv,", () => {
  it.each(EVERY_RUN)("has a row for each sample, and a column for each kind of error (%s)", (_name, result) => {
    const rows = readByPython("csv", writeSampleCsv(result)) as Readonly<Record<string, string>>[];
    expect(rows).toHaveLength(result.samples.length);
    const kinds = Object.keys(result.samples.at(-1)?.errors ?? {});
    expect(Object.keys(rows[0] ?? {}).slice(0, 2)).toEqual(["at_s", "clients"]);
    expect(Object.keys(rows[0] ?? {}).filter((head) => head.startsWith("errors_"))).toHaveLength(kinds.length);
    for (const [index, row] of rows.entries()) {
      const sample = result.samples[index];
      expect(Number(row.clients)).toBe(sample?.clients);
      expect(row.p99_ms).toBe(sample?.p99Ms === null ? "" : String(Number(sample?.p99Ms.toFixed(3))));
      // Every row has all its cells, and no more.
      expect(Object.values(row).every((cell) => /^-?[\d.]*$/.test(cell))).toBe(true);
    }
  });
});

describe.runIf(hasPython)("writeMarkdownSummary, its tables read by Python's csv,", () => {
  it.each(EVERY_RUN)("has as many cells in each row as the heads (%s)", (_name, result) => {
    const rows = readByPython("markdown", writeMarkdownSummary(result)) as string[][];
    let columns = 0;
    for (const [index, row] of rows.entries()) {
      const isHead = rows[index + 1]?.every((cell) => /^-+:?$/.test(cell)) ?? false;
      if (isHead) columns = row.length;
      expect(row).toHaveLength(columns);
    }
  });

  it("has the figures", () => {
    const rows = readByPython("markdown", writeMarkdownSummary(passedStressRun())) as string[][];
    expect(rows).toContainEqual(["Lost", "0", "of 9,965 expected"]);
    expect(rows).toContainEqual(["expected", "178", "9,065", "722"]);
    expect(rows).toContainEqual(["p99>50ms", "2.00 ms", "✅ kept"]);
  });
});

describe("writeMarkdownSummary", () => {
  it("begins with the verdict and its evidence", () => {
    expect(writeMarkdownSummary(benchRuns()[1])).toMatch(
      /^### ❌ Messages lost: chat-load bench\n\n36 of 360,000 messages were lost.\n\n- One connection was dropped; /,
    );
  });

  it("lets no text of a run be anything but text", () => {
    const summary = writeMarkdownSummary(hostileRun());
    expect(summary).not.toMatch(/(?<!\\)[<>]/);
    expect(summary).not.toMatch(/(?<!\\)`/);
  });
});
